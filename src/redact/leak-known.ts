import type { Secret } from './secret.ts';

/** Values that are shorter are in every text and cannot be looked for. */
const SHORTEST = 8;

/** A known value as its bytes may stand in a file. */
export interface KnownBytes {
  /** Name of the secret, which is safe to print. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What is looked for: public defaults and values that are too short are left out; hex values count in either case. */
export function knownBytes(secrets: readonly Secret[]): KnownBytes[] {
  const known: KnownBytes[] = [];
  for (const secret of secrets) {
    const value = secret.reveal();
    if (secret.publicDefault || Buffer.byteLength(value) < SHORTEST || /^[a-z]{1,12}$/.test(value)) continue;
    const forms = /^[0-9a-f]{16,}$/i.test(value)
      ? [value.toLowerCase(), value.toUpperCase(), value]
      : [value];
    for (const form of new Set(forms)) known.push({ name: secret.name, bytes: Buffer.from(form, 'utf8') });
  }
  return known;
}
