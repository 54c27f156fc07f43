/** A set of bytes: 1 for each that is in it. */
export type Alphabet = Uint8Array;

function alphabet(letters: RegExp): Alphabet {
  return Uint8Array.from({ length: 256 }, (_, byte) => (letters.test(String.fromCharCode(byte)) ? 1 : 0));
}

/** The letters that tokens are made of. */
export const ALPHABETS = {
  alphanumeric: alphabet(/[A-Za-z0-9]/),
  urlsafe: alphabet(/[A-Za-z0-9_]/),
  dashed: alphabet(/[A-Za-z0-9_-]/),
  dotted: alphabet(/[A-Za-z0-9_.-]/),
  plus: alphabet(/[A-Za-z0-9+/]/),
  bearer: alphabet(/[A-Za-z0-9._~+/-]/),
  base32: alphabet(/[A-Z2-7]/),
  capitals: alphabet(/[A-Z0-9]/),
  upper: alphabet(/[A-Z]/),
  lower: alphabet(/[a-z]/),
  digit: alphabet(/[0-9]/),
  /** What a user name, a password and a host consist of in an address. */
  user: alphabet(/[A-Za-z0-9._~%+-]/),
  password: alphabet(/[^\s"'<>`\\/@[\]:]/),
  host: alphabet(/[A-Za-z0-9.[\]_-]/),
  label: alphabet(/[A-Z0-9 ]/),
} as const satisfies Readonly<Record<string, Alphabet>>;

/**
 * Reads runs of an alphabet. What was read once is remembered, so that a text in which something seems to begin at every
 * few bytes is still read once for each alphabet.
 */
export class RunReader {
  readonly bytes: Buffer;
  readonly #runs = new Map<Alphabet, { start: number; end: number }>();
  /** From `from` on no letter of an alphabet stands before `found`. */
  readonly #next = new Map<Alphabet, { from: number; found: number }>();
  #example = { from: 0, found: -1 };

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Where the letters of an alphabet end that stand from `at` on; `at` itself when there are none. */
  endOf(alphabet: Alphabet, at: number): number {
    const known = this.#runs.get(alphabet);
    if (known !== undefined && at >= known.start && at < known.end) return known.end;
    const { bytes } = this;
    let end = at;
    while (end < bytes.length && alphabet[bytes[end] as number] === 1) end++;
    if (known === undefined) this.#runs.set(alphabet, { start: at, end });
    else {
      known.start = at;
      known.end = end;
    }
    return end;
  }

  /** True when a letter of the alphabet stands from `at` on, before `end`. */
  has(alphabet: Alphabet, at: number, end: number): boolean {
    const known = this.#next.get(alphabet);
    const isRead = known !== undefined && at >= known.from && at <= known.found;
    const { bytes } = this;
    let found = isRead ? known.found : at;
    while (found < end && alphabet[bytes[found] as number] !== 1) found++;
    if (known === undefined) this.#next.set(alphabet, { from: at, found });
    else {
      known.from = at;
      known.found = found;
    }
    return found < end;
  }

  /** True when the word that manuals put into their examples stands between the two places. */
  hasExample(at: number, end: number): boolean {
    if (at < this.#example.from || at > this.#example.found) {
      const found = this.bytes.indexOf(EXAMPLE, at);
      this.#example = { from: at, found: found < 0 ? Number.POSITIVE_INFINITY : found };
    }
    return this.#example.found + EXAMPLE.length <= end;
  }
}

const EXAMPLE = Buffer.from('EXAMPLE');
