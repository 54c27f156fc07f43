/**
 * Texts of nothing but characters that take one cell each and never join with a neighbour: ASCII, Latin letters,
 * general punctuation, arrows, lines and blocks, and the marks of the screens. Nearly everything that the wizard draws.
 * No control character, no combining mark, no joiner, nothing wide.
 */
const SINGLE_CELLS = /^[ -~¡-¬®-˿‐-‧‰-⁞←-⇿⏎─-▟●○✔✖⠀-⣿]*$/;

/** True for a text whose columns, characters and UTF-16 units are the same number. */
export function isSingleCells(text: string): boolean {
  return SINGLE_CELLS.test(text);
}
