import { randomBytes } from 'node:crypto';
import { hmacSha256 } from './hmac.ts';

/** Values shorter than this get no tag: whoever can guess them could check the guess against it. */
const SHORTEST_TAGGED = 8;
/** Hex digits of a tag: 24 bits would collide at five thousand values. */
const TAG_DIGITS = 12;
/**
 * Different values that get a tag between two calls of `renew`: half a megabyte with more of them was made to be slow,
 * and the kind alone is written for the rest.
 */
const MOST_TAGGED = 8192;
const LONGEST_REMEMBERED = 1024;

const PLACEHOLDER = /^\[REDACTED:[a-z0-9-]{1,40}(?::[0-9a-f]{12})?\]$/;

/** How long a removed value was, as coarse as support needs it. */
export type LengthBucket = '<8' | '8-15' | '16-31' | '32-63' | '64-255' | '256+';

/** Writes `[REDACTED:kind:tag]`: the same value has the same tag, and the tag tells nothing else. */
export class Placeholders {
  readonly #mac: (text: string) => string;
  /** Placeholders of the values since the last `renew`: one secret stands in a log many times. */
  readonly #tags = new Map<string, string>();
  #tagged = 0;

  /** @param key HMAC key; a random one by default, so that tags of two redactors cannot be compared */
  constructor(key: Uint8Array = randomBytes(32)) {
    this.#mac = hmacSha256(key);
  }

  /**
   * The text that stands for a value.
   * @param kind lower-case words with dashes
   * @param canonical the decoded value; undefined or short values get the kind alone
   */
  of(kind: string, canonical: string | undefined): string {
    if (canonical === undefined || canonical.length < SHORTEST_TAGGED) return `[REDACTED:${kind}]`;
    const tag = this.#tag(canonical);
    return tag === '' ? `[REDACTED:${kind}]` : `[REDACTED:${kind}:${tag}]`;
  }

  /** Begins another window of a text: what is written for it does not depend on what came before. */
  renew(): void {
    this.#tags.clear();
    this.#tagged = 0;
  }

  #tag(canonical: string): string {
    const known = this.#tags.get(canonical);
    if (known !== undefined) return known;
    const tag = this.#tagged++ < MOST_TAGGED ? this.#mac(canonical).slice(0, TAG_DIGITS) : '';
    if (tag !== '' && canonical.length <= LONGEST_REMEMBERED) this.#tags.set(canonical, tag);
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
