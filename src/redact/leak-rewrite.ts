/**
 * Bytes that are kept at most on each side of a change. What is further away stands in the text before the change as
 * well, and was looked at there; nothing that is looked for is longer and holds signs that an encoding changes.
 */
const NEAR = 2048;
/** Stands for what was left out; no shape holds it. */
const GAP = 0x01;

/** A text after a change. */
export interface Rewritten {
  readonly bytes: Buffer;
  /** About where a place of it stands in the text before: no more than {@link APART} bytes before it. */
  source(position: number): number;
}

/** Bytes between two places of which it is remembered where they come from. */
const APART = 64;

/** Puts together what a change of a text makes of it, with no more of the rest than is needed to look at the changes. */
export class Rewriting {
  readonly #from: Buffer;
  readonly #inside: Uint8Array;
  #out: Buffer;
  #size = 0;
  /** First byte that was not taken over yet. */
  #kept = 0;
  #changed = false;
  /** Places in the output, and where they come from. */
  readonly #marks: number[] = [0];
  readonly #sources: number[] = [0];
  #nextMark = APART;

  /** @param inside 1 for a byte that may stand inside of what is looked for: what no match reaches is left out */
  constructor(from: Buffer, inside: Uint8Array) {
    this.#from = from;
    this.#inside = inside;
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
  end(): Rewritten | undefined {
    if (!this.#changed) return undefined;
    this.#stretch(this.#from.length, true);
    return { bytes: this.#out.subarray(0, this.#size), source: sourceOf(this.#marks, this.#sources) };
  }

  #stretch(to: number, isLast: boolean): void {
    const from = this.#kept;
    const head = this.#changed ? this.#headEnd(from, to) : from;
    const tail = isLast ? to : this.#tailStart(head, to);
    this.#copy(from, head);
    if (tail > head) this.byte(GAP);
    this.#copy(tail, to);
  }

  /** Where a match that began before `from` has ended; what ends it is kept, for it may be a border. */
  #headEnd(from: number, to: number): number {
    const most = Math.min(to, from + NEAR);
    let at = from;
    while (at < most && this.#inside[this.#from[at] as number] === 1) at++;
    return Math.min(most, at + 1);
  }

  /** Where a match may begin that ends behind `to`, with the byte before it. */
  #tailStart(from: number, to: number): number {
    const least = Math.max(from, to - NEAR);
    let at = to;
    while (at > least && this.#inside[this.#from[at - 1] as number] === 1) at--;
    return Math.max(least, at - 1);
  }

  #copy(from: number, to: number): void {
    if (to <= from) return;
    this.#reserve(to - from);
    if (this.#size >= this.#nextMark) {
      this.#marks.push(this.#size);
      this.#sources.push(from);
      this.#nextMark = this.#size + APART;
    }
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

function sourceOf(marks: readonly number[], sources: readonly number[]): (position: number) => number {
  return (position) => {
    const at = lastUpTo(marks, position);
    const source = (sources[at] as number) + position - (marks[at] as number);
    return Math.min(source, sources[at + 1] ?? source);
  };
}

/** Index of the last of ascending places that is not behind `position`. */
export function lastUpTo(places: readonly number[], position: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
