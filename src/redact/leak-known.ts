import type { Secret } from './secret.ts';

/** Values that are shorter are in every text and cannot be looked for. */
const SHORTEST = 8;

/** A known value as its bytes may stand in a file. */
export interface KnownBytes {
  /** Name of the secret, which is safe to print. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * What is looked for: public defaults and values that are too short are left out; hex values count in either case, and
 * values with other letters than ASCII in UTF-16 too.
 */
export function knownBytes(secrets: readonly Secret[]): KnownBytes[] {
  const known: KnownBytes[] = [];
  for (const secret of secrets) {
    const value = secret.reveal();
    if (secret.publicDefault || Buffer.byteLength(value) < SHORTEST || /^[a-z]{1,12}$/.test(value)) continue;
    for (const bytes of formsOf(value)) known.push({ name: secret.name, bytes });
  }
  return known;
}

function formsOf(value: string): Buffer[] {
  if (/^[0-9a-f]{16,}$/i.test(value))
    return [...new Set([value, value.toLowerCase(), value.toUpperCase()])].map((form) => Buffer.from(form));
  const wide = Buffer.from(value, 'utf16le');
  const forms = [Buffer.from(value)];
  // Letters of ASCII are found by the zeros between them.
  if (/[^\x00-\x7f]/.test(value) && wide.length >= SHORTEST) forms.push(wide, Buffer.from(wide).swap16());
  return forms;
}
