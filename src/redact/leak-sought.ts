import { GROUP_BYTES, pairSlot } from './leak-groups.ts';

/** Signs that are in no shape, and in no encoding of one. */
const IN_NO_SHAPE = new Set(Buffer.from('"\'<>`'));
const BACKSLASH = 0x5c;

/**
 * What is looked for, as far as undoing an encoding has to know it: only what could be a part of it, or encode a part
 * of it, is worth undoing.
 */
export class Sought {
  /** 1 for a byte that may stand inside of a known value, or of a shape that is written in one piece. */
  readonly inside = new Uint8Array(256);
  /** The same for shapes that hold blanks, too. */
  readonly insideText: Uint8Array;
  /** 1 for a byte that is worth decoding: a part of what is looked for, or the sign of one more encoding. */
  readonly worth: Uint8Array;
  /** True when a known value holds a backslash. */
  readonly hasBackslash: boolean;
  /** Bytes of the longest known value. */
  readonly longest: number;
  readonly #slots = new Uint8Array(1 << 16);
  readonly #pairs = new Set<number>();

  /** @param values every known value, at least eight bytes each */
  constructor(values: readonly Buffer[]) {
    for (let byte = 0x21; byte < 0x7f; byte++) if (!IN_NO_SHAPE.has(byte)) this.inside[byte] = 1;
    for (const value of values) {
      for (const byte of value) this.inside[byte] = 1;
      for (let phase = 0; phase < GROUP_BYTES; phase++) {
        const first = value.readUIntBE(phase, GROUP_BYTES);
        const second = value.readUIntBE(phase + GROUP_BYTES, GROUP_BYTES);
        this.#slots[pairSlot(first, second)] = 1;
        this.#pairs.add(first * 0x1000000 + second);
      }
    }
    this.insideText = withBytes(this.inside, ' \t');
    this.worth = withBytes(this.insideText, '\r\n');
    this.hasBackslash = values.some((value) => value.includes(BACKSLASH));
    this.longest = values.reduce((most, value) => Math.max(most, value.length), 0);
  }

  /** True when two groups of three bytes stand one behind the other at the beginning of a known value. */
  hasPair(first: number, second: number): boolean {
    return this.#slots[pairSlot(first, second)] === 1 && this.#pairs.has(first * 0x1000000 + second);
  }
}

function withBytes(table: Uint8Array, letters: string): Uint8Array {
  const more = table.slice();
  for (const byte of Buffer.from(letters)) more[byte] = 1;
  return more;
}

/** What is looked for when nothing is known of it: every byte may be a part of it. */
export function anything(): Sought {
  return new Sought([Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))]);
}
