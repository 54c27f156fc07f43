import { expect, it } from 'vitest';
import { isPlainSecret, isReference } from '../../src/redact/rules/plain-value.ts';
import { isReadableValue } from '../../src/redact/value-shape.ts';

const STARTS = [
  '',
  'x1',
  'md5',
  'Test1',
  'hs256',
  'pk_live_1',
  'YOUR_1',
  'age1',
  'uint8array',
  'v1',
  'sha256',
  '${',
];
const LETTERS = 'abcxyzAXY0123456789_-{}$:';

/** Texts of few letters, the same in every run. */
function* texts(): Generator<string> {
  let state = 1;
  const next = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % most;
  };
  for (let count = 0; count < 20_000; count++) {
    let text = STARTS[next(STARTS.length)] as string;
    for (let length = next(12); length > 0; length--) text += LETTERS[next(LETTERS.length)];
    yield text;
    if (text.startsWith('${')) yield `${text.replace(/[^A-Za-z0-9_$]/g, '').replace('$', '${')}}`;
  }
}

it('takes nothing for a plain secret that stays readable, and nothing for a reference that goes', () => {
  const wrong: string[] = [];
  const counts = { plain: 0, references: 0 };
  for (const text of texts()) {
    const bytes = Buffer.from(text);
    const isPlain = isPlainSecret(bytes, 0, bytes.length);
    const refers = isReference(bytes, 0, bytes.length);
    if (isPlain) counts.plain++;
    if (refers) counts.references++;
    if ((isPlain && isReadableValue(text)) || (refers && !isReadableValue(text))) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(counts.plain).toBeGreaterThan(100);
  expect(counts.references).toBeGreaterThan(100);
});

it.each(['Zk3TmP0rVbX7nYcD', 'hunter2', 'bbbbbbbbb'])('judges %s by its letters and digits alone', (text) => {
  const bytes = Buffer.from(text);
  expect(isPlainSecret(bytes, 0, bytes.length)).toBe(/\d/.test(text));
});
