import { Secret } from '../redact/secret.ts';

/** A piece of something that is sent: text that may be shown, or a secret that is only named. */
export type ShownPart = string | Secret;

/** A value that is fresh in every run, and the shell variable that stands for it in a shown command. */
export interface Variable {
  /** Upper case, usable in a shell, e.g. `PROOF_MARKER`. */
  readonly name: string;
  readonly value: string;
}

/** Text that a shell takes as it is. */
const BARE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * Writes one word for a POSIX shell. Secrets and fresh values become `"$NAME"`, everything else is quoted so that the
 * shell changes nothing.
 * @param parts pieces of the word in order
 * @param variables fresh values that are looked for in the text pieces
 */
export function shellWord(parts: readonly ShownPart[], variables: readonly Variable[] = []): string {
  const longestFirst = [...variables]
    .filter(({ value }) => value !== '')
    .sort((a, b) => b.value.length - a.value.length);
  const word = parts
    .map((part) => (part instanceof Secret ? reference(part.name) : quoted(part, longestFirst)))
    .join('');
  return word === '' ? "''" : word;
}

function quoted(text: string, variables: readonly Variable[]): string {
  const [variable, ...others] = variables;
  if (variable !== undefined) {
    return text
      .split(variable.value)
      .map((piece) => quoted(piece, others))
      .join(reference(variable.name));
  }
  if (text === '') return '';
  return BARE_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function reference(name: string): string {
  return `"$${name}"`;
}
