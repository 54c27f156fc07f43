/** Shorter stretches are copied byte by byte: a call into the runtime takes longer. */
const SHORT = 32;
/** Bytes that are handed on together. */
const CHUNK = 128 * 1024;
/** Places of an array that is made with each chunk and holds nothing: some 24 KB. */
const BALLAST = 3072;

/**
 * A chunk's bytes are freed when the collector meets its object, and the collector comes when its own 1 to 16 MB are
 * full, of which an object of some bytes is nothing: 64 MB of chunks that nobody wants any more would wait for it. The
 * array brings it sooner.
 */
interface Chunk {
  readonly bytes: Buffer;
  readonly ballast: readonly undefined[];
}

function newChunk(): Chunk {
  return { bytes: Buffer.allocUnsafeSlow(CHUNK), ballast: new Array<undefined>(BALLAST) };
}

/** Bytes that are put together without an object for each piece, and handed on in chunks. */
export class ChunkWriter {
  readonly #emit: (chunk: Buffer) => void;
  #chunk = newChunk();
  /** Where what was not handed on yet begins and ends. */
  #from = 0;
  #to = 0;

  /** @param emit takes a chunk that is never written again */
  constructor(emit: (chunk: Buffer) => void) {
    this.#emit = emit;
  }

  /** Adds a stretch of bytes. */
  copy(source: Buffer, start: number, end: number): void {
    if (end - start <= SHORT && this.#to + SHORT <= CHUNK) {
      const { bytes } = this.#chunk;
      let at = this.#to;
      for (let i = start; i < end; i++) bytes[at++] = source[i] as number;
      this.#to = at;
      return;
    }
    for (let at = start; at < end; ) {
      const count = Math.min(end - at, CHUNK - this.#to);
      source.copy(this.#chunk.bytes, this.#to, at, at + count);
      at += count;
      this.#to += count;
      if (this.#to === CHUNK) this.#turn();
    }
  }

  /** Adds a short text of ASCII letters. */
  ascii(text: string): void {
    if (this.#to + text.length > CHUNK) {
      const bytes = Buffer.from(text, 'latin1');
      this.copy(bytes, 0, bytes.length);
      return;
    }
    const { bytes } = this.#chunk;
    let at = this.#to;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.#to = at;
  }

  /** Hands on what was written since the last time. */
  flush(): void {
    if (this.#to > this.#from) this.#emit(this.#chunk.bytes.subarray(this.#from, this.#to));
    this.#from = this.#to;
  }

  #turn(): void {
    this.flush();
    this.#chunk = newChunk();
    this.#from = this.#to = 0;
  }
}
