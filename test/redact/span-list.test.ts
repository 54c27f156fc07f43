import { expect, it } from 'vitest';
import { SpanList } from '../../src/redact/span-list.ts';
import { LAYER, mergeSpans, type Span } from '../../src/redact/spans.ts';
import { randomNumbers } from './corpus.ts';

const LAYERS = Object.values(LAYER);
const random = randomNumbers(23);
const below = (most: number) => Math.floor(random() * most);

function anySpan(): Span {
  const start = below(400);
  const layer = LAYERS[below(LAYERS.length)] ?? LAYER.key;
  return {
    start,
    end: start + 1 + below(12),
    contextStart: Math.max(0, start - below(8)),
    rule: `rule-${layer}`,
    kind: `kind-${below(3)}`,
    layer,
    canonical: below(2) === 0 ? undefined : `value-${below(9)}`,
    isAsWritten: below(2) === 0,
    ...(below(5) === 0 ? { quote: '"' } : {}),
    ...(below(9) === 0 ? { findEnd: () => start } : {}),
  };
}

it('joins and sorts as the spans themselves are, from one window to the next', () => {
  const list = new SpanList();
  for (let round = 0; round < 200; round++) {
    const spans = Array.from({ length: below(40) }, anySpan);
    // Rules find most in order.
    if (round % 2 === 0) spans.sort((a, b) => a.start - b.start);
    list.clear();
    for (const span of spans) list.add(span);
    expect(list.all()).toEqual(spans);
    list.merge();
    const merged = mergeSpans(spans);
    expect(list.all()).toEqual(merged);
    expect(merged.map((_, i) => [list.start(i), list.end(i), list.contextStart(i)])).toEqual(
      merged.map((span) => [span.start, span.end, span.contextStart]),
    );
  }
});

it('holds more spans than it began with, and marks at any depth', () => {
  const list = new SpanList();
  const spans = Array.from({ length: 1000 }, (_, i) => ({
    ...anySpan(),
    start: i,
    end: i + 1,
    quote: `${'\\'.repeat(i)}"`,
  }));
  for (let round = 0; round < 2; round++) {
    list.clear();
    for (const span of spans) list.add(span);
    expect(list.all()).toEqual(spans);
  }
});
