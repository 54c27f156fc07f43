import { classifyKeyName } from './key-names.ts';
import { LAYER, type Span } from './spans.ts';

/** `?? 'value'`, `|| "value"` and `| default('value')`: what a program takes when a setting is missing. */
const FALLBACK = /(?:\?\?|\|\||\| {0,2}default\()\s{0,3}(['"`])([^'"`\s]{8,200})\1/g;
/** The name in front of it, with what closes an access: `process.env.X`, `env['X']`, `getenv("X")`. */
const NAME = /([A-Za-z_]\w*)['"\])]{0,3}\s{0,3}$/;
const LONGEST_NAME = 100;

/**
 * Finds secrets that stand in a program as the fallback of a setting. No log looks so: these are looked for in tracked
 * files alone.
 */
export function fallbackSpans(text: Buffer): Span[] {
  const written = text.toString('latin1');
  const spans: Span[] = [];
  for (const match of written.matchAll(FALLBACK)) {
    const value = match[2] ?? '';
    const name = NAME.exec(written.slice(Math.max(0, match.index - LONGEST_NAME), match.index))?.[1];
    if (name === undefined || classifyKeyName(name) !== 'secret') continue;
    const end = match.index + match[0].length - 1;
    spans.push({
      start: end - value.length,
      end,
      contextStart: match.index - name.length,
      rule: 'keyed-value',
      kind: 'secret',
      layer: LAYER.key,
      canonical: value,
    });
  }
  return spans;
}
