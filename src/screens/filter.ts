import type { Entry } from './entry.ts';
import type { KeyName } from './keys.ts';
import type { ScreenId } from './screen-id.ts';

/** What the operator types to see fewer rows. It belongs to one screen, and is gone with it. */
export interface Filter {
  readonly screen: ScreenId;
  readonly text: string;
  /** True while keys are letters of it. */
  readonly typing: boolean;
}

/** Longest text of a filter, in characters. */
const LONGEST = 60;

/** The rows that have every word of the text somewhere: in their id, state, words, reason, or what stands under them. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const { id, word, text: says, aside, also = '', notes } = entry;
    const all = [id, word, says, aside, also, ...notes.map((note) => note.text)].join('\n').toLowerCase();
    return words.every((each) => all.includes(each));
  });
}

/** True for a key that stands for one character, and so can be a letter of a filter. */
export function isLetter(key: KeyName): boolean {
  return Array.from(key).length === 1;
}

/** The filter with further text at its end, e.g. one that was pasted: one line, without control characters. */
export function extended(filter: Filter, text: string): Filter {
  const clean = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
  const all = (filter.text === '' ? clean.trimStart() : filter.text + clean).toWellFormed();
  return { ...filter, text: Array.from(all).slice(0, LONGEST).join('') };
}

/** The filter without its last letter, as a person sees letters. */
export function shortened(filter: Filter): Filter {
  const letters = [...new Intl.Segmenter().segment(filter.text)].map(({ segment }) => segment);
  return { ...filter, text: letters.slice(0, -1).join('') };
}
