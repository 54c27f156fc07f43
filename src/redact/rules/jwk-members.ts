import { BYTE, SPACE } from '../byte-classes.ts';
import { LAYER } from '../spans.ts';
import { endOfQuoted, quoteAt, quoteBefore, skip } from './quote.ts';
import type { Rule } from './rule.ts';

/** A key of 8192 bits has members of about this length on one side of its `kty`. */
const REACH = 6144;
/** RFC 7518 6.2.2, 6.3.2 and 6.4.1: the members that are private, and the symmetric key. */
const PRIVATE = /["'](?:d|p|q|dp|dq|qi|k)\\{0,7}["'](?=\s{0,8}:)/g;

/** Private members of a JSON Web Key that stands in a log: `{"kty": "EC", …, "d": "…"}`. */
export function jwkRule(): Rule {
  let readTo = -1;
  return {
    id: 'jwk-private',
    anchors: ['"kty', "'kty"],
    reset() {
      readTo = -1;
    },
    inspect(window, start, _end, _anchor, found) {
      if (start < readTo) return;
      const { bytes } = window;
      // What was read for the key before belongs to that one: no byte is read twice.
      const first = Math.max(window.start, start - REACH, readTo);
      const last = Math.min(window.end, start + REACH);
      const opening = bytes.subarray(first, start).lastIndexOf(BYTE.openBrace);
      const closing = bytes.subarray(start, last).indexOf(BYTE.closeBrace);
      const from = opening < 0 ? first : first + opening;
      const to = closing < 0 ? last : start + closing;
      readTo = to;
      for (const match of bytes.toString('latin1', from, to).matchAll(PRIVATE)) {
        const nameEnd = from + match.index + match[0].length;
        const colon = skip(bytes, nameEnd, to, SPACE);
        const at = skip(bytes, colon + 1, to, SPACE);
        const quote = quoteAt(bytes, at, to);
        const opened = quoteBefore(bytes, nameEnd, window.start);
        if (bytes[colon] !== BYTE.colon || quote === undefined || opened?.depth !== quote.depth) continue;
        const valueStart = at + quote.length;
        const valueEnd = endOfQuoted(bytes, valueStart, to, quote).end;
        if (valueEnd - valueStart < 16 || bytes[valueStart] === BYTE.openBracket) continue;
        found.add({
          start: valueStart,
          end: valueEnd,
          contextStart: from,
          rule: 'jwk-private',
          kind: 'secret',
          layer: LAYER.key,
          canonical: bytes.toString('latin1', valueStart, valueEnd),
        });
      }
    },
  };
}
