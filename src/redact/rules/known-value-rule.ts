import { ALNUM } from '../byte-classes.ts';
import type { KnownForm } from '../known-values.ts';
import { LAYER } from '../spans.ts';
import type { Rule } from './rule.ts';

/** Known values in all their forms: the only rule that can promise to miss none. */
export function knownValueRule(forms: readonly KnownForm[], anchorLength = 8): Rule {
  return {
    id: 'known-value',
    anchors: forms.map((form) => form.bytes.subarray(0, anchorLength).toString('latin1')),
    inspect(window, start, _end, anchor, found) {
      const form = forms[anchor];
      if (form === undefined) return;
      const end = start + form.bytes.length;
      if (end > window.end || form.bytes.compare(window.bytes, start, end) !== 0) return;
      if (
        form.wholeWord &&
        (isLetter(window.bytes, start - 1, window.start) ||
          isLetter(window.bytes, end, window.start, window.end))
      )
        return;
      found.add({
        start,
        end,
        contextStart: start,
        rule: 'known-value',
        kind: 'known',
        layer: LAYER.known,
        canonical: form.value,
      });
    },
  };
}

function isLetter(bytes: Buffer, position: number, start: number, end = bytes.length): boolean {
  return position >= start && position < end && ALNUM[bytes[position] as number] === 1;
}
