import { createHmac, randomBytes } from 'node:crypto';

/** Values shorter than this get no tag: whoever can guess them could check the guess against it. */
const SHORTEST_TAGGED = 8;
/** Hex digits of a tag: 24 bits would collide at five thousand values. */
const TAG_DIGITS = 12;
const MOST_REMEMBERED = 1024;
const LONGEST_REMEMBERED = 1024;

const PLACEHOLDER = /^\[REDACTED:[a-z0-9-]{1,40}(?::[0-9a-f]{12})?\]$/;

/** How long a removed value was, as coarse as support needs it. */
export type LengthBucket = '<8' | '8-15' | '16-31' | '32-63' | '64-255' | '256+';

/** Writes `[REDACTED:kind:tag]`: the same value has the same tag, and the tag tells nothing else. */
export class Placeholders {
  readonly #key: Uint8Array;
  /** Tags of the values that were replaced last: one secret stands in a log many times. */
  readonly #tags = new Map<string, string>();

  /** @param key HMAC key; a random one by default, so that tags of two redactors cannot be compared */
  constructor(key: Uint8Array = randomBytes(32)) {
    this.#key = key;
  }

  /**
   * The text that stands for a value.
   * @param kind lower-case words with dashes
   * @param canonical the decoded value; undefined or short values get the kind alone
   */
  of(kind: string, canonical: string | undefined): string {
    if (canonical === undefined || canonical.length < SHORTEST_TAGGED) return `[REDACTED:${kind}]`;
    return `[REDACTED:${kind}:${this.#tag(canonical)}]`;
  }

  #tag(canonical: string): string {
    const known = this.#tags.get(canonical);
    if (known !== undefined) return known;
    const tag = createHmac('sha256', this.#key).update(canonical, 'utf8').digest('hex').slice(0, TAG_DIGITS);
    if (this.#tags.size >= MOST_REMEMBERED) this.#tags.clear();
    if (canonical.length <= LONGEST_REMEMBERED) this.#tags.set(canonical, tag);
    return tag;
  }
}

/** True for a text that is a placeholder from the first letter to the last. */
export function isPlaceholder(text: string): boolean {
  return text.startsWith('[REDACTED:') && PLACEHOLDER.test(text);
}

/** The bucket of a length in bytes. */
export function lengthBucket(length: number): LengthBucket {
  if (length < 8) return '<8';
  if (length < 16) return '8-15';
  if (length < 32) return '16-31';
  if (length < 64) return '32-63';
  return length < 256 ? '64-255' : '256+';
}
