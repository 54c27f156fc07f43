import { LINE_END } from '../byte-classes.ts';
import { LAYER } from '../spans.ts';
import type { Rule } from './rule.ts';

/** So much behind the words is looked at for codes; a page shows some ten of them. */
const REACH = 768;
const CODE =
  /(?<![\w-])(?=[a-z-]*\d)[a-z0-9]{4,10}(?:-[a-z0-9]{4,10}){1,3}(?![\w-])|(?<![\w.-])\d{8,10}(?![\w.-])|(?<![\w-])(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])[a-z0-9]{8,16}(?![\w.-])/gi;
/** A date and an id have dashes too. */
const DATE = /^\d{4}-\d{2}/;

/** Codes that each let somebody in once: those under "recovery codes" and "backup codes", to the first other line. */
export function recoveryCodeRule(): Rule {
  let readTo = -1;
  return {
    id: 'recovery-code',
    anchors: ['recovery codes', 'backup codes', 'recovery_codes', 'backup_codes', 'scratch codes'],
    reset() {
      readTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      if (start < readTo) return;
      const { bytes } = window;
      let from = end;
      while (from < window.end && from - end < 80 && LINE_END[bytes[from] as number] === 0) from++;
      const isList = bytes.subarray(end, from).some((byte) => byte === 0x3a || byte === 0x3d);
      if (!isList) return;
      const text = bytes.toString('latin1', end, Math.min(window.end, end + REACH));
      const stop = endOfList(text.split(/[{}]/, 1)[0] ?? '');
      readTo = end + stop;
      for (const match of text.slice(0, stop).matchAll(CODE)) {
        if (DATE.test(match[0])) continue;
        found.add({
          start: end + match.index,
          end: end + match.index + match[0].length,
          contextStart: start,
          rule: 'recovery-code',
          kind: 'otp',
          layer: LAYER.key,
          canonical: undefined,
        });
      }
    },
  };
}

/** Where a line comes that holds words beside codes: `8 left` is no list, and what follows a list is none. */
function endOfList(text: string): number {
  let end = 0;
  for (const line of text.match(/[^\n]*\n?/g) ?? []) {
    const words = line.replaceAll(/<[^<>]{0,200}>/g, '').replaceAll(CODE, '');
    if (/\p{L}{2}/u.test(words)) return end;
    end += line.length;
  }
  return end;
}
