import { BYTE } from '../byte-classes.ts';
import { isPlaceholder } from '../placeholders.ts';
import type { Rule } from './rule.ts';

/** A placeholder is never longer. */
const LONGEST_PLACEHOLDER = 64;

/** Placeholders of an earlier pass: their own words (`secret`, `authorization`) are no keys. Output redacts to itself. */
export function placeholderRule(): Rule {
  return {
    id: 'placeholder',
    anchors: ['[redacted:'],
    inspect(window, start, end, _anchor, found) {
      const limit = Math.min(window.end, start + LONGEST_PLACEHOLDER);
      let stop = end;
      while (stop < limit && window.bytes[stop] !== BYTE.closeBracket) stop++;
      if (stop < limit && isPlaceholder(window.bytes.toString('latin1', start, stop + 1)))
        found.protect(stop + 1);
    },
  };
}
