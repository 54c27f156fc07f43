import { Transform, type TransformCallback } from 'node:stream';
import { SNIFFED, type TextEncoding, textEncoding, Utf16Decoder } from './text-encoding.ts';

/** Where a stream's bytes go when they are known to be text. */
export interface ByteSink {
  push(chunk: Uint8Array): void;
  end(): void;
}

/** What a redacting stream needs: a sink whose output is handed to `emit`, and what to say of bytes that are no text. */
export interface StreamParts {
  readonly sink: (emit: (bytes: Buffer) => void) => ByteSink;
  readonly withheldNotice: (encoding: 'binary' | 'archive') => Buffer;
}

/**
 * A transform over bytes: holds the first 8 KiB back until it knows what they are, turns UTF-16 into UTF-8, and
 * replaces what is no text by a notice.
 */
export function redactingStream(parts: StreamParts): Transform {
  return new RedactingTransform(parts);
}

class RedactingTransform extends Transform {
  readonly #sink: ByteSink;
  readonly #notice: StreamParts['withheldNotice'];
  #head: Buffer[] = [];
  #headLength = 0;
  #encoding: TextEncoding | undefined;
  #decoder: Utf16Decoder | undefined;

  constructor(parts: StreamParts) {
    super();
    this.#sink = parts.sink((bytes) => this.push(bytes));
    this.#notice = parts.withheldNotice;
  }

  override _transform(chunk: Buffer | string, encoding: BufferEncoding, done: TransformCallback): void {
    try {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      if (this.#encoding === undefined) this.#sniff(bytes, false);
      else this.#feed(bytes, false);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error('redaction failed'));
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.#encoding === undefined) this.#sniff(Buffer.alloc(0), true);
      this.#feed(Buffer.alloc(0), true);
      if (this.#isText()) this.#sink.end();
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error('redaction failed'));
    }
  }

  #sniff(bytes: Buffer, last: boolean): void {
    // A chunk belongs to the stream's writer, who may use it again: only what waits is copied.
    this.#head.push(Buffer.from(bytes));
    this.#headLength += bytes.length;
    if (this.#headLength < SNIFFED && !last) return;
    const head = Buffer.concat(this.#head);
    this.#head = [];
    this.#encoding = textEncoding(head.subarray(0, SNIFFED));
    if (this.#encoding === 'utf-16le' || this.#encoding === 'utf-16be')
      this.#decoder = new Utf16Decoder(this.#encoding);
    if (this.#encoding === 'binary' || this.#encoding === 'archive') this.push(this.#notice(this.#encoding));
    this.#feed(head, false);
  }

  #isText(): boolean {
    return this.#encoding !== 'binary' && this.#encoding !== 'archive';
  }

  #feed(bytes: Buffer, last: boolean): void {
    if (!this.#isText()) return;
    this.#sink.push(this.#decoder === undefined ? bytes : this.#decoder.decode(bytes, last));
  }
}
