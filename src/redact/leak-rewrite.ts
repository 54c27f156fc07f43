/**
 * Bytes that are kept on each side of a change. What is further away stands in the text before the change as well, and
 * was looked at there; nothing that is looked for is longer and holds signs that an encoding changes.
 */
const NEAR = 2048;
/** Stands for what was left out; no value and no shape holds it. */
const GAP = 0x01;

/** Puts together what a change of a text makes of it, with no more of the rest than is needed to look at the changes. */
export class Rewriting {
  readonly #from: Buffer;
  #out: Buffer;
  #size = 0;
  /** First byte that was not taken over yet. */
  #kept = 0;
  #changed = false;

  constructor(from: Buffer) {
    this.#from = from;
    this.#out = Buffer.allocUnsafe(Math.min(from.length, 64 * 1024) + 64);
  }

  /** Takes over what stands before `at`, leaves out the bytes from there to before `next`, and goes on behind them. */
  change(at: number, next: number): void {
    this.#stretch(at, false);
    this.#kept = next;
    this.#changed = true;
  }

  /** Adds a byte in place of what was left out. */
  byte(value: number): void {
    this.#reserve(1);
    this.#out[this.#size++] = value;
  }

  /** Adds a character in place of what was left out. */
  character(code: number): void {
    this.#reserve(4);
    if (code < 0x80) this.#out[this.#size++] = code;
    else this.#size += this.#out.write(String.fromCodePoint(code), this.#size, 'utf8');
  }

  /** What came of it; undefined when nothing was changed. */
  end(): Buffer | undefined {
    if (!this.#changed) return undefined;
    this.#stretch(this.#from.length, true);
    return this.#out.subarray(0, this.#size);
  }

  #stretch(to: number, isLast: boolean): void {
    const from = this.#kept;
    const isShort = this.#changed && to - from <= 2 * NEAR;
    const head = isShort ? to : this.#changed ? Math.min(to, from + NEAR) : from;
    const tail = isLast ? to : Math.max(head, to - NEAR);
    this.#copy(from, head);
    if (tail > head) this.byte(GAP);
    this.#copy(tail, to);
  }

  #copy(from: number, to: number): void {
    if (to <= from) return;
    this.#reserve(to - from);
    // A call into the runtime takes longer than a few bytes.
    if (to - from > 24) this.#from.copy(this.#out, this.#size, from, to);
    else for (let i = from; i < to; i++) this.#out[this.#size + i - from] = this.#from[i] as number;
    this.#size += to - from;
  }

  #reserve(length: number): void {
    if (this.#size + length <= this.#out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#size + length));
    this.#out.copy(larger, 0, 0, this.#size);
    this.#out = larger;
  }
}
