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
/** What a shell still heeds between double quotes. */
const HEEDED_IN_DOUBLE_QUOTES = /["\\$`]/g;
/** An interactive shell also heeds this one there, and no backslash takes it away without staying. */
const HISTORY = '!';

/** Literal text, or a reference to a variable. */
type Piece = { readonly text: string } | { readonly name: string };

/**
 * Writes one word for a POSIX shell. Secrets and fresh values become `$NAME`, everything else is quoted so that the
 * shell changes nothing.
 * @param parts pieces of the word in order
 * @param variables fresh values that are looked for in the text pieces
 */
export function shellWord(parts: readonly ShownPart[], variables: readonly Variable[] = []): string {
  const pieces = piecesOf(parts, variables);
  if (pieces.every((piece) => 'text' in piece)) return literal(pieces.map(({ text }) => text).join(''));
  const calm = pieces.every((piece) => 'name' in piece || !piece.text.includes(HISTORY));
  if (calm) return `"${pieces.map((piece, index) => inDoubleQuotes(piece, pieces[index + 1])).join('')}"`;
  return pieces.map((piece) => ('name' in piece ? `"$${piece.name}"` : literal(piece.text))).join('');
}

/**
 * Replaces fresh values by `$NAME`.
 * @param text text that may hold some
 */
export function named(text: string, variables: readonly Variable[]): string {
  return piecesOf([text], variables)
    .map((piece) => ('name' in piece ? `$${piece.name}` : piece.text))
    .join('');
}

function piecesOf(parts: readonly ShownPart[], variables: readonly Variable[]): Piece[] {
  const longestFirst = [...variables]
    .filter(({ value }) => value !== '')
    .sort((a, b) => b.value.length - a.value.length);
  return parts.flatMap((part) =>
    part instanceof Secret ? [{ name: part.name }] : split(part, longestFirst),
  );
}

function split(text: string, [variable, ...others]: readonly Variable[]): Piece[] {
  if (variable === undefined) return text === '' ? [] : [{ text }];
  return text
    .split(variable.value)
    .flatMap((piece, index) => [...(index === 0 ? [] : [{ name: variable.name }]), ...split(piece, others)]);
}

function literal(text: string): string {
  return BARE_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function inDoubleQuotes(piece: Piece, next: Piece | undefined): string {
  if ('text' in piece) return piece.text.replaceAll(HEEDED_IN_DOUBLE_QUOTES, '\\$&');
  const runsOn = next !== undefined && 'text' in next && /^[A-Za-z0-9_]/.test(next.text);
  return runsOn ? `\${${piece.name}}` : `$${piece.name}`;
}
