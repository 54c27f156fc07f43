/** Shorter stretches are copied byte by byte: a call into the runtime takes longer. */
const SHORT = 32;

/** Bytes that are put together without an object for each piece. */
export class ByteWriter {
  #bytes: Buffer;
  #size = 0;

  /** @param room bytes that are expected; more grow it */
  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafe(room);
  }

  /** Adds a stretch of bytes. */
  copy(from: Buffer, start: number, end: number): void {
    const length = end - start;
    this.#reserve(length);
    const bytes = this.#bytes;
    let at = this.#size;
    if (length > SHORT) from.copy(bytes, at, start, end);
    else for (let i = start; i < end; i++) bytes[at++] = from[i] as number;
    this.#size += length;
  }

  /** Adds a text. */
  text(text: string): void {
    this.#reserve(text.length * 3);
    if (text.length > SHORT * 2) this.#size += this.#bytes.write(text, this.#size, 'utf8');
    else this.#shortText(text);
  }

  /** What was written since the last call. The writer keeps nothing of it. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#size);
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.#size = 0;
    return taken;
  }

  #shortText(text: string): void {
    const bytes = this.#bytes;
    const start = this.#size;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        this.#size += bytes.write(text, start, 'utf8');
        return;
      }
      bytes[start + i] = code;
    }
    this.#size += text.length;
  }

  #reserve(length: number): void {
    if (this.#size + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#size + length));
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}
