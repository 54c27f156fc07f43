import { randomBytes } from 'node:crypto';
import type { ChunkWriter } from './chunk-writer.ts';
import { hmacSha256 } from './hmac.ts';
import type { Span } from './spans.ts';
import { TagMemo } from './tag-memo.ts';

/** Values shorter than this get no tag: whoever can guess them could check the guess against it. */
const SHORTEST_TAGGED = 8;
/** Hex digits of a tag: 24 bits would collide at five thousand values. */
const TAG_DIGITS = 12;
/**
 * Different values that get a tag between two calls of `renew`: half a megabyte with more of them, one in every 128
 * bytes, was made to be slow, and the kind alone is written for the rest.
 */
const MOST_TAGGED = 4096;
const LONGEST_REMEMBERED = 1024;
const NO_TAG = -1;
const FIRST_SCRATCH = 4096;

const PLACEHOLDER = /^\[REDACTED:[a-z0-9-]{1,40}(?::[0-9a-f]{12})?\]$/;

/** How long a removed value was, as coarse as support needs it. */
export type LengthBucket = '<8' | '8-15' | '16-31' | '32-63' | '64-255' | '256+';

/** Writes `[REDACTED:kind:tag]`: the same value has the same tag, and the tag tells nothing else. */
export class Placeholders {
  readonly #mac: (bytes: Buffer, start: number, end: number) => string;
  /** Tags of the values since the last `renew`: one secret stands in a log many times. */
  readonly #memo = new TagMemo(MOST_TAGGED, TAG_DIGITS);
  #tagged = 0;
  readonly #openings = new Map<string, string>();
  #scratch = Buffer.allocUnsafe(FIRST_SCRATCH);

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
    const tag = canonical === undefined ? NO_TAG : this.#ofText(canonical);
    if (tag === NO_TAG) return `[REDACTED:${kind}]`;
    return `[REDACTED:${kind}:${this.#memo.tags.toString('latin1', tag, tag + TAG_DIGITS)}]`;
  }

  /**
   * Writes what stands for a span: the text that {@link of} gives, and the span's quotes around it.
   * @param bytes what the span is a part of
   */
  write(output: ChunkWriter, span: Span, bytes: Buffer): void {
    const { kind, canonical, quote } = span;
    if (quote !== undefined) output.ascii(quote);
    let opening = this.#openings.get(kind);
    if (opening === undefined) {
      opening = `[REDACTED:${kind}`;
      this.#openings.set(kind, opening);
    }
    output.ascii(opening);
    let tag = NO_TAG;
    if (span.isAsWritten === true) tag = this.#ofBytes(bytes, span.start, span.end, span.end - span.start);
    else if (canonical !== undefined) tag = this.#ofText(canonical);
    if (tag !== NO_TAG) {
      output.ascii(':');
      output.copy(this.#memo.tags, tag, tag + TAG_DIGITS);
    }
    output.ascii(']');
    if (quote !== undefined) output.ascii(quote);
  }

  /** Begins another window of a text: what is written for it does not depend on what came before. */
  renew(): void {
    this.#memo.clear();
    this.#tagged = 0;
  }

  #ofText(canonical: string): number {
    if (canonical.length < SHORTEST_TAGGED) return NO_TAG;
    if (canonical.length * 3 > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(canonical.length * 3);
    return this.#ofBytes(this.#scratch, 0, this.#scratch.write(canonical, 0, 'utf8'), canonical.length);
  }

  /** The position of a tag in the memo. */
  #ofBytes(bytes: Buffer, start: number, end: number, length: number): number {
    if (length < SHORTEST_TAGGED) return NO_TAG;
    const isRemembered = length <= LONGEST_REMEMBERED;
    const known = isRemembered ? this.#memo.find(bytes, start, end) : NO_TAG;
    if (known !== NO_TAG) return known;
    if (this.#tagged++ >= MOST_TAGGED) return NO_TAG;
    const tag = this.#mac(bytes, start, end).slice(0, TAG_DIGITS);
    return isRemembered ? this.#memo.add(bytes, start, end, tag) : this.#memo.hold(tag);
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
