import { ALNUM, BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { namesPassword } from '../chosen-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { beginsKey } from './bare-value.ts';
import { beginsLine, type KeyPlace } from './key-place.ts';
import { indexOfByte, skip, startsWith } from './quote.ts';
import type { Found } from './rule.ts';

/** Bytes that may stand between a secret's name and its value without being a separator: `ENV KEY value`, `key is value`. */
const LONGEST_GAP = 48;
const MARKS = byteSet('"\'`]\\');
const OPENERS = byteSet(' \t\r\n\f\v,(|[<');
const GAP_WORDS = [
  'is',
  'was',
  'value',
  'of',
  'to',
  'provided',
  '=>',
  '->',
  'reg_sz',
  'reg_expand_sz',
] as const;
const BEGINS_GAP_WORD = byteSet('iIwWvVoOtTrRpP=-');
const AFTER_GAP_WORD = byteSet(' \t\r\n\f\v:="\'(');
const GAP_END = byteSet(' \t\r\n\f\v:=!~"\'`(|[<,\\');
const WORD = byteSet('A-Za-z0-9_+/=.~!@#$%^*?&:,-');
const TAIL = byteSet('.!?,:');
const SAID = /^ (?:is|was) /i;
/** `password is: …` says that a value comes, so that an ordinary one counts too: not one lower-case word. */
const ANNOUNCED = /\b(?:is|was|provided)(?:[:=] *["'`]?| ["'`])$/i;
/** `'x-api-key', 'value'`: a list of headers; a header's name follows another's in a list of names. */
const NEXT_HEADER = /^["']\s*,\s*["']$/;
const SHORTEST_HEADER = 8;
/** `DB_PASSWORD | value`, `DB_PASSWORD    value` and `password "value"`: columns of a table, and a quoted word. */
const COLUMN =
  /^(?:["'`]? {1,40}\| {1,40}["'`]?|["'`]?(?: {2,60}|\t+)["'`]?| ["'`]|["'`]? (?:->|to) ["'`]?| +REG_(?:EXPAND_)?SZ +)$/;
const BEGINS_COLUMN = byteSet('"\'` \t');
const SHORTEST_COLUMN = 6;
const ORDINARY = /^[a-z]*$|^[A-Z]?[a-z]+$/;
const SHORTEST_ANNOUNCED = 4;
const ANNOUNCED_WORD = byteSet('!#-&(-_a-~').map((one, byte) => (byte > 0x7f ? 1 : one));
/** A word that follows a name loosely must be this long and look made by a machine. */
const SHORTEST = 12;
const LONGEST_JUDGED = 512;
/** What Go prints of the arguments of a function: no key is so short. */
const ADDRESS = /^0x[0-9a-f]{1,16}\b/i;

/** The word that was read last. */
export interface WordRun {
  alphabet: Uint8Array | undefined;
  from: number;
  to: number;
}

/**
 * A secret's name whose value follows without any separator that is known: the next word goes when no person would
 * have written it.
 */
export function looseValue(window: TextWindow, key: KeyPlace, found: Found, run: WordRun): void {
  const { bytes, end } = window;
  const start = endOfGap(bytes, key.end, Math.min(end, key.end + LONGEST_GAP));
  if (start === key.end) return;
  // Most words that follow a name are too short for every way of binding them, and are not looked at any further.
  const word = lengthOfWord(bytes, start, end);
  if (word < SHORTEST_ANNOUNCED) return;
  if (startsWith(bytes, start, end, 'redacted:')) return;
  const isAnnounced = saysIs(bytes, key.end, start);
  if (word < SHORTEST_COLUMN && !isAnnounced) return;
  let stop = start;
  const isColumn =
    !isAnnounced && (isBetweenColumns(bytes, key.end, start) || isDirective(window, key, start));
  const isHeader = isNextHeader(bytes, key, start);
  const isString = MARKS[bytes[start - 1] as number] === 1;
  const alphabet = isAnnounced || isColumn || isHeader || isString ? ANNOUNCED_WORD : WORD;
  // A run without a blank holds any number of names, and is read once.
  if (run.alphabet === alphabet && start >= run.from && start < run.to) stop = run.to;
  while (stop < end && alphabet[bytes[stop] as number] === 1) stop++;
  run.alphabet = alphabet;
  run.from = start;
  run.to = stop;
  // A mark that is written twice belongs to a string of SQL.
  while (bytes[stop] === BYTE.apostrophe && bytes[stop + 1] === BYTE.apostrophe && stop + 1 < end) {
    stop += 2;
    while (stop < end && alphabet[bytes[stop] as number] === 1) stop++;
  }
  while (stop > start && TAIL[bytes[stop - 1] as number] === 1) stop--;
  if (
    stop - start <
    (isAnnounced ? SHORTEST_ANNOUNCED : isColumn ? SHORTEST_COLUMN : isHeader ? SHORTEST_HEADER : SHORTEST)
  )
    return;
  const value = bytes.toString('latin1', start, Math.min(stop, start + LONGEST_JUDGED + 1));
  const isOpen = stop === end && !window.complete;
  const isValue =
    (isHeader && /\d/.test(value)) ||
    (isQuotedWord(bytes, key.end, start, stop) && looksMixed(value)) ||
    (isColumn &&
      endsCell(bytes, stop, end) &&
      looksChosen(value, namesPassword(bytes.toString('latin1', key.start, key.end)))) ||
    (isAnnounced
      ? !ORDINARY.test(value) && !value.includes('***')
      : isMachineMade(value.slice(0, LONGEST_JUDGED)) || isSaid(bytes, key.end, start, value));
  if (!isOpen && (isReadableValue(value) || !isValue)) return;
  found.add({
    start,
    end: stop,
    contextStart: key.start,
    rule: 'keyed-value',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value.length > LONGEST_JUDGED ? bytes.toString('latin1', start, stop) : value,
    quote: undefined,
    findEnd: isOpen ? resume : undefined,
  });
}

/** Bytes of the word at `start`, counted as far as a length is asked for. */
function lengthOfWord(bytes: Buffer, start: number, end: number): number {
  const last = Math.min(end, start + SHORTEST);
  let stop = start;
  while (stop < last && ANNOUNCED_WORD[bytes[stop] as number] === 1) stop++;
  return stop - start;
}

/** `the password is Xy…`: letters alone may be a password there, when they are no words. */
function isSaid(bytes: Buffer, from: number, to: number, value: string): boolean {
  if (to - from > 5 || !SAID.test(bytes.toString('latin1', from, to)) || /^[./~]/.test(value)) return false;
  return looksRandom(value, SHORTEST) || (/\d/.test(value) && looksChosen(value));
}

/** `["password", "…"]` and `"password" "…"`: nothing but a mark and a sign between two strings. */
function isQuotedWord(bytes: Buffer, from: number, start: number, stop: number): boolean {
  const mark = bytes[stop] as number;
  if (MARKS[mark] === 0 || bytes[start - 1] !== mark || bytes[from] !== mark || start - from > 5)
    return false;
  return /^["'`],? {0,2}["'`]$/.test(bytes.toString('latin1', from, start));
}

/** Letters of both cases and a sign that names do not have; `$BASE_URL/path` is a reference. */
function looksMixed(value: string): boolean {
  if (/^\$\{?[A-Z_][A-Z0-9_]{2,}\b/.test(value)) return false;
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[^A-Za-z0-9_.:/, -]/.test(value);
}

/** `password Xy…` in a line of its own. */
function isDirective(window: TextWindow, key: KeyPlace, start: number): boolean {
  if (start - key.end !== 1 || window.bytes[key.end] !== BYTE.space) return false;
  // `BUS_API_TOKEN present=true`
  return beginsLine(window, key.start) && !beginsKey(window.bytes, start, window.end);
}

/** Nothing but the border of the column, or the end of the line, may follow. */
function endsCell(bytes: Buffer, at: number, end: number): boolean {
  const after = skip(bytes, skip(bytes, at, end, MARKS, 2), end, BLANK, 80);
  return (
    after >= end ||
    after > at + 1 ||
    bytes[after] === BYTE.pipe ||
    LINE_END[bytes[after] as number] === 1 ||
    MARKS[bytes[at] as number] === 1
  );
}

/** One blank is what stands between the words of a sentence. */
function isBetweenColumns(bytes: Buffer, from: number, to: number): boolean {
  if (to - from === 1 && bytes[from] === BYTE.space) return false;
  if (BEGINS_COLUMN[bytes[from] as number] === 0) return false;
  return COLUMN.test(bytes.toString('latin1', from, to));
}

function isNextHeader(bytes: Buffer, key: KeyPlace, start: number): boolean {
  if (bytes[key.end] !== BYTE.quote && bytes[key.end] !== BYTE.apostrophe) return false;
  if (indexOfByte(bytes, BYTE.dash, key.start, key.end) < 0) return false;
  return NEXT_HEADER.test(bytes.toString('latin1', key.end, start));
}

/** The first byte that may belong to the value. */
function endOfGap(bytes: Buffer, from: number, end: number): number {
  const opened = skip(bytes, skip(bytes, from, end, MARKS, 8), end, OPENERS);
  return skip(bytes, skipGapWord(bytes, opened, end), end, GAP_END);
}

function skipGapWord(bytes: Buffer, at: number, end: number): number {
  if (at >= end || BEGINS_GAP_WORD[bytes[at] as number] === 0) return at;
  for (const word of GAP_WORDS) {
    const after = at + word.length;
    if (startsWith(bytes, at, end, word) && AFTER_GAP_WORD[bytes[after] ?? 0] === 1) return after;
  }
  return at;
}

/** Most gaps hold no letter, and are not read as text. */
function saysIs(bytes: Buffer, from: number, to: number): boolean {
  let letters = 0;
  for (let i = from; i < to; i++) letters += ALNUM[bytes[i] as number] as number;
  return letters > 0 && ANNOUNCED.test(bytes.toString('latin1', from, to));
}

/** Paths, addresses and names with dots are often long and mixed; a random run has no border in it. */
function isMachineMade(value: string): boolean {
  return (
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !ADDRESS.test(value) &&
    !isPathLike(value) &&
    looksRandom(value, SHORTEST)
  );
}

/** Words between slashes or dots are a path or a name; base64 has slashes too, and none of its pieces is a word. */
function isPathLike(value: string): boolean {
  if (!/[/.].*[/.]/.test(value)) return false;
  return (
    value.length < 64 || value.split(/[/.]/).some((piece) => /^[a-z]{3,}$|^[A-Z]?[a-z]{3,}$/.test(piece))
  );
}

function resume(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (WORD[bytes[i] as number] === 0) return i;
  return -1;
}
