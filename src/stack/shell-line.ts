/** Text that a POSIX shell takes as it is. */
const BARE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A command line for a POSIX shell that changes nothing in its words. No word may be a secret. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (BARE_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
