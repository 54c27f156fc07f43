import { CHECK_SYMBOLS, checkSymbols, isWholeWord, LONGEST_WORD } from './check-symbols.ts';
import { NUMBERED_REASONS, reasonNumber } from './reason-numbers.ts';
import { SetupError } from './setup-error.ts';

/** What a support code says. */
export interface SupportFacts {
  /** How the run ended. */
  readonly verdict: string;
  /** Id of a profile that comes with the program; every other one is `custom`. */
  readonly profile: string;
  /** Version of the program, e.g. `1.2.3`. */
  readonly version: string;
  /** Reason ids, the most telling first. */
  readonly reasons: readonly string[];
}

/** What was read from a support code. */
export interface ReadSupportCode extends SupportFacts {
  /** Reasons of the run that had no room in the code. */
  readonly more: number;
}

/** Crockford's base 32: no I, L, O and U, so that nothing is misheard for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Letters that a person may read where another stands. */
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
/** Symbols of a group; groups are read out one by one. */
const GROUP = 4;

/** Of the code, not of the program; it has two bits. */
const FORMAT = 0;
/** By number. Only added to, at the end; the first symbol has room for eight. */
export const NUMBERED_VERDICTS: readonly string[] = ['passed', 'done', 'failed', 'refused', 'incomplete'];
/** By number, 0 for every profile that does not come with the program. Only added to, at the end. */
export const NUMBERED_PROFILES: readonly string[] = [
  'custom',
  'embedded',
  'local',
  'hosted',
  'production-pilot',
];

/** Reasons that a code names: the fifth seldom tells more than the first four. */
const MOST_REASONS = 4;

/**
 * Sums a run up in one line that can be read over the phone, e.g. `2110-40D7-K9`: how it ended, profile, version and
 * reason ids, with two check symbols.
 * @throws RangeError for a verdict that has no number
 */
export function supportCode({ verdict, profile, version, reasons }: SupportFacts): string {
  const ending = NUMBERED_VERDICTS.indexOf(verdict);
  if (ending === -1) throw new RangeError(`no support code has a number for the verdict ${verdict}`);
  const ids = [...new Set(reasons)];
  const [major = 0, minor = 0, patch = 0] = version
    .split(/[.+-]/)
    .map((part) => Number.parseInt(part, 10) || 0);
  const word = [
    FORMAT * 8 + ending,
    ...small(Math.max(0, NUMBERED_PROFILES.indexOf(profile))),
    ...[major, minor, patch].flatMap(small),
    ...small(ids.length),
    ...ids.slice(0, MOST_REASONS).flatMap((id) => pair(reasonNumber(id))),
  ];
  const symbols = [...word, ...checkSymbols(word)].map((symbol) => ALPHABET[symbol] ?? '').join('');
  return (symbols.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** True for a text that can only be meant as a support code: reason ids begin with two letters. */
export function looksLikeSupportCode(text: string): boolean {
  return /^[\s-]*[0-9OIL]/i.test(text);
}

/**
 * Reads a support code as a person typed it: in any case, with or without hyphens, with O for 0 and I or L for 1.
 * @throws SetupError `RN-CODE-MISTYPED` for anything that is not a whole code, `RN-CODE-NEWER` for one of a program that
 * is newer than this
 */
export function readSupportCode(text: string): ReadSupportCode {
  const word = symbolsOf(text);
  if (!isWholeWord(word))
    throw new SetupError('RN-CODE-MISTYPED', 'its last two letters do not fit the others');
  const rest = word.slice(0, -CHECK_SYMBOLS);
  const head = rest.shift() ?? 0;
  const verdict = NUMBERED_VERDICTS[head % 8];
  const profile = NUMBERED_PROFILES[takeSmall(rest)];
  if (head >= 8 || verdict === undefined || profile === undefined) throw new SetupError('RN-CODE-NEWER');
  const version = [takeSmall(rest), takeSmall(rest), takeSmall(rest)].join('.');
  const count = takeSmall(rest);
  const named = Math.min(count, MOST_REASONS);
  if (rest.length !== named * 2) throw new SetupError('RN-CODE-MISTYPED', 'it is too long or too short');
  const reasons = Array.from({ length: named }, (_, index) => {
    const number = (rest[index * 2] ?? 0) * ALPHABET.length + (rest[index * 2 + 1] ?? 0);
    return number === 0 ? 'unknown' : (NUMBERED_REASONS[number - 1] ?? `number ${number}`);
  });
  return { verdict, profile, version, reasons, more: count - named };
}

function symbolsOf(text: string): number[] {
  const letters = Array.from(text.toUpperCase().replace(/[\s-]/g, ''));
  if (letters.length > LONGEST_WORD) throw new SetupError('RN-CODE-MISTYPED', 'it is too long');
  return letters.map((letter) => {
    const symbol = ALPHABET.indexOf(MISREAD[letter] ?? letter);
    if (symbol === -1)
      throw new SetupError('RN-CODE-MISTYPED', `no code has ${JSON.stringify(letter)} in it`);
    return symbol;
  });
}

/** A number as symbols of four bits each, the lowest first; a fifth bit says that more follow. */
function small(value: number): readonly number[] {
  return value < 16 ? [value] : [16 + (value % 16), ...small(Math.floor(value / 16))];
}

function takeSmall(word: number[]): number {
  const symbol = word.shift();
  if (symbol === undefined) throw new SetupError('RN-CODE-MISTYPED', 'it is too short');
  return symbol < 16 ? symbol : symbol - 16 + 16 * takeSmall(word);
}

function pair(number: number): readonly number[] {
  return [Math.floor(number / ALPHABET.length), number % ALPHABET.length];
}
