import { DIGIT } from './byte-classes.ts';
import { BytesCache } from './bytes-cache.ts';
import { KEY_NAME_WORDS, SECRET_TAILS } from './key-name-words.ts';
import { classifyKeyName, type KeyNameClass, WHOLE_NAMES } from './key-names.ts';
import { WordTable } from './word-table.ts';

/** Names of more words are judged anew each time. */
const MOST_WORDS = 5;
/** Rows of words that are remembered: nobody uses so many. */
const MOST_ROWS = 16 * 1024;
/** What a word counts as that is none of the known ones. */
const OTHER = 1;
const GLUED = 2;
const NUMBER = 3;
const FIRST_KNOWN = 4;
const BORDER = 0;
const LOWER = 1;
const UPPER = 2;
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)) return LOWER;
  return byte >= 0x41 && byte <= 0x5a ? UPPER : BORDER;
});
const TAILS = SECRET_TAILS.map((tail) => Buffer.from(tail, 'latin1'));
/** For each last letter of a secret word, the words that end in it. */
const TAILS_BY_END = Array.from({ length: 256 }, (_, byte) => TAILS.filter((tail) => tail.at(-1) === byte));

/**
 * Judges key names by their bytes. What {@link classifyKeyName} says depends on the words that it knows and on nothing
 * else of the others, so that all names share an answer which differ only in words that nobody knows: `user_8f3a_token`
 * and `user_c41d_token`. A text can hold any number of names, but only so many rows of known words.
 */
export class KeyNameMemo {
  readonly #words = new WordTable(KEY_NAME_WORDS);
  readonly #wholes = new WordTable([...WHOLE_NAMES.keys()]);
  readonly #wholeClasses = [...WHOLE_NAMES.values()];
  readonly #longestWhole = [...WHOLE_NAMES.keys()].reduce((most, name) => Math.max(most, name.length), 0);
  readonly #base = FIRST_KNOWN + KEY_NAME_WORDS.length + 1;
  readonly #rows = new Map<number, KeyNameClass>();
  /** Names that come again as they were, of which a log has most. */
  readonly #same = new BytesCache<KeyNameClass>();

  /** The class of the name from `start` to before `end`, letters of key names throughout. */
  classOf(bytes: Buffer, start: number, end: number): KeyNameClass {
    const known = this.#same.find(bytes, start, end, 0);
    if (known !== undefined) return known;
    return this.#same.offer(bytes, start, end, 0, this.#judged(bytes, start, end));
  }

  #judged(bytes: Buffer, start: number, end: number): KeyNameClass {
    let from = start;
    let to = end;
    while (from < to && KINDS[bytes[from] as number] === BORDER) from++;
    while (to > from && KINDS[bytes[to - 1] as number] === BORDER) to--;
    if (to - from <= this.#longestWhole) {
      const whole = this.#wholeClasses[this.#wholes.find(bytes, from, to) - 1];
      if (whole !== undefined) return whole;
    }
    const row = this.#rowOf(bytes, from, to);
    const known = row < 0 ? undefined : this.#rows.get(row);
    if (known !== undefined) return known;
    const judged = classifyKeyName(bytes.toString('latin1', from, to));
    if (row < 0) return judged;
    if (this.#rows.size === MOST_ROWS) this.#rows.clear();
    this.#rows.set(row, judged);
    return judged;
  }

  /** The words of a name as one number, or -1 when there are too many. The borders are those of `keyNameWords`. */
  #rowOf(bytes: Buffer, from: number, to: number): number {
    let row = 0;
    let count = 0;
    let start = from;
    for (let i = from; i <= to; i++) {
      const kind = i === to ? BORDER : (KINDS[bytes[i] as number] as number);
      if (kind === LOWER || (kind === UPPER && (i === start || !beginsWord(bytes, i, to)))) continue;
      if (i > start) {
        if (++count > MOST_WORDS) return -1;
        row = row * this.#base + this.#numberOf(bytes, start, i);
      }
      start = kind === BORDER ? i + 1 : i;
    }
    return row;
  }

  #numberOf(bytes: Buffer, start: number, end: number): number {
    const known = this.#words.find(bytes, start, end);
    if (known > 0) return FIRST_KNOWN + known;
    if (isGlued(bytes, start, end)) return GLUED;
    return isNumber(bytes, start, end) ? NUMBER : OTHER;
  }
}

/** An upper-case letter after another one begins a word only before a lower-case one. */
function beginsWord(bytes: Buffer, at: number, to: number): boolean {
  if (KINDS[bytes[at - 1] as number] !== UPPER) return true;
  const next = at + 1 < to ? (bytes[at + 1] as number) : 0;
  return next >= 0x61 && next <= 0x7a;
}

/** `2` and `v2`. */
function isNumber(bytes: Buffer, start: number, end: number): boolean {
  let i = ((bytes[start] as number) | 0x20) === 0x76 && end - start > 1 ? start + 1 : start;
  while (i < end && DIGIT[bytes[i] as number] === 1) i++;
  return i === end;
}

/** `mydbpassword`: a secret word at the end of a longer one. */
function isGlued(bytes: Buffer, start: number, end: number): boolean {
  const tails = TAILS_BY_END[(bytes[end - 1] as number) | 0x20] as readonly Buffer[];
  for (const tail of tails) {
    let i = tail.length - 1;
    let at = end - 1;
    while (i >= 0 && at >= start && ((bytes[at] as number) | 0x20) === tail[i]) {
      i--;
      at--;
    }
    if (i < 0) return true;
  }
  return false;
}
