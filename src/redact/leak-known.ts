import type { Secret } from './secret.ts';

/** Values that are shorter are in every text and cannot be looked for. */
const SHORTEST = 8;
const FILTER_BITS = 16;

/** Where a known value was found. */
export interface KnownHit {
  /** Name of the secret, which is safe to print. */
  readonly name: string;
  readonly offset: number;
}

/**
 * Looks for many values in one pass: four bytes at each position are looked up in a bit filter, and only where it says
 * "perhaps" the values that begin so are compared. Shares no code with the redactor's automaton, so that one mistake
 * cannot blind both.
 */
export class KnownValueFinder {
  readonly #filter = new Uint8Array(1 << FILTER_BITS);
  readonly #byStart = new Map<number, { readonly name: string; readonly bytes: Buffer }[]>();
  readonly size: number;

  /** Public defaults and values that are too short are left out; hex values are also looked for in the other case. */
  constructor(secrets: readonly Secret[]) {
    let size = 0;
    for (const secret of secrets) {
      const value = secret.reveal();
      if (secret.publicDefault || Buffer.byteLength(value) < SHORTEST || /^[a-z]{1,12}$/.test(value))
        continue;
      size++;
      const forms = /^[0-9a-f]{16,}$/i.test(value)
        ? [value.toLowerCase(), value.toUpperCase(), value]
        : [value];
      for (const form of new Set(forms)) this.#add(secret.name, Buffer.from(form, 'utf8'));
    }
    this.size = size;
  }

  /** The first place of every value that is in the bytes. */
  find(bytes: Uint8Array): KnownHit[] {
    if (this.size === 0 || bytes.length < SHORTEST) return [];
    const hits: KnownHit[] = [];
    const seen = new Set<string>();
    let start = ((bytes[0] as number) << 16) | ((bytes[1] as number) << 8) | (bytes[2] as number);
    for (let i = 3; i < bytes.length; i++) {
      start = (start << 8) | (bytes[i] as number);
      if (this.#filter[hash(start)] === 0) continue;
      for (const { name, bytes: wanted } of this.#byStart.get(start) ?? []) {
        if (
          !seen.has(name) &&
          wanted.compare(bytes, i - 3, Math.min(bytes.length, i - 3 + wanted.length)) === 0
        ) {
          seen.add(name);
          hits.push({ name, offset: i - 3 });
        }
      }
    }
    return hits;
  }

  #add(name: string, bytes: Buffer): void {
    const start = bytes.readInt32BE(0);
    this.#filter[hash(start)] = 1;
    const list = this.#byStart.get(start);
    if (list === undefined) this.#byStart.set(start, [{ name, bytes }]);
    else list.push({ name, bytes });
  }
}

function hash(start: number): number {
  return Math.imul(start, 0x9e3779b1) >>> (32 - FILTER_BITS);
}
