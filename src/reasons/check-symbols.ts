/*
 * Two check symbols over GF(32), x^5 + x^2 + 1: a Reed-Solomon code whose words differ in at least three places. Any one
 * wrong symbol and any two wrong symbols are noticed, and so is every pair that changed places, however far apart.
 */

/** Bits of a symbol, as numbers: 0 to 31. */
const SYMBOLS = 32;
const POLYNOMIAL = 0b100101;
/** Check symbols that are added. */
export const CHECK_SYMBOLS = 2;
/** Longest word, check symbols included, for which the promise holds. */
export const LONGEST_WORD = SYMBOLS - 1;

/** A symbol times x. */
function shifted(symbol: number): number {
  const doubled = symbol << 1;
  return doubled < SYMBOLS ? doubled : doubled ^ POLYNOMIAL;
}

function times(symbol: number, power: number): number {
  return power === 0 ? symbol : times(shifted(symbol), power - 1);
}

/**
 * The two symbols that make a word whole: the rest of the word, moved up by two places, divided by (y - x)(y - x^2).
 * @param word symbols from 0 to 31
 */
export function checkSymbols(word: readonly number[]): readonly [number, number] {
  // As if a 1 stood before the word: a zero that is lost at its front is noticed.
  let high = 1;
  let low = 0;
  for (const symbol of word) {
    const out = high ^ symbol;
    // (y - x)(y - x^2) = y^2 + (x + x^2) y + x^3
    high = low ^ times(out, 1) ^ times(out, 2);
    low = times(out, 3);
  }
  return [high, low];
}

/** True when the last two symbols belong to those before them. */
export function isWholeWord(word: readonly number[]): boolean {
  const [high, low] = checkSymbols(word.slice(0, -CHECK_SYMBOLS));
  return word.length > CHECK_SYMBOLS && word.at(-2) === high && word.at(-1) === low;
}
