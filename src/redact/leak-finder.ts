import { RunReader } from './leak-alphabets.ts';
import { knownBytes } from './leak-known.ts';
import { matchesShape, SHAPES, type Shape } from './leak-shapes.ts';
import { Sought } from './leak-sought.ts';
import type { Secret } from './secret.ts';

/** A place that must not be published. */
export interface FoundLeak {
  /** `known-value`, or the rule of a shape. */
  readonly rule: string;
  readonly offset: number;
}

interface Target {
  /** What is found once: a value by its name, a shape by its rule. */
  readonly id: string;
  readonly rule: string;
  readonly bytes: Buffer;
  readonly shape?: Shape;
}

/** Bytes of a beginning that are looked up. */
const KEY_BYTES = 3;
const KEY_MASK = 0xffffff;

/** The slot, of 65,536, of a beginning. */
function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16;
}

/**
 * Looks for all known values and shapes in one pass: three bytes at each position are looked up in a filter, and only
 * where it says "perhaps" what begins so is compared. Shares no code with the redactor's automaton, so that one mistake
 * cannot blind both.
 */
export class LeakFinder {
  /** What is looked for, for those who undo encodings. */
  readonly sought: Sought;
  /** Numbers of 24 bits of which some are looked for. */
  readonly #slots = new Uint8Array(1 << 16);
  readonly #byStart = new Map<number, Target[]>();

  constructor(secrets: readonly Secret[]) {
    const known = knownBytes(secrets);
    this.sought = new Sought(known.map(({ bytes }) => bytes));
    for (const { name, bytes } of known) this.#add({ id: `"${name}"`, rule: 'known-value', bytes });
    for (const shape of SHAPES)
      this.#add({ id: shape.rule, rule: shape.rule, bytes: Buffer.from(shape.needle, 'latin1'), shape });
  }

  /** The first place of every value and shape that is in the bytes. */
  find(bytes: Buffer): FoundLeak[] {
    const search: Search = { text: new RunReader(bytes), found: [], seen: new Set() };
    const slots = this.#slots;
    let key = 0;
    for (let i = 0; i < bytes.length; i++) {
      key = ((key << 8) | (bytes[i] as number)) & KEY_MASK;
      if (slots[slotOf(key)] !== 1 || i < KEY_BYTES - 1) continue;
      const targets = this.#byStart.get(key);
      if (targets !== undefined) compare(targets, i - KEY_BYTES + 1, search);
    }
    return search.found;
  }

  #add(target: Target): void {
    const key = target.bytes.readUIntBE(0, KEY_BYTES);
    this.#slots[slotOf(key)] = 1;
    const list = this.#byStart.get(key);
    if (list === undefined) this.#byStart.set(key, [target]);
    else list.push(target);
  }
}

interface Search {
  readonly text: RunReader;
  readonly found: FoundLeak[];
  readonly seen: Set<string>;
}

function compare(targets: readonly Target[], at: number, { text, found, seen }: Search): void {
  for (const { id, rule, bytes: wanted, shape } of targets) {
    if (!standsAt(text.bytes, at, wanted) || seen.has(id)) continue;
    const offset = shape === undefined ? at : matchesShape(text, at, shape);
    if (offset === undefined) continue;
    seen.add(id);
    found.push({ rule, offset });
  }
}

function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = KEY_BYTES; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
