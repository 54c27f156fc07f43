import { KEY_BYTES, KeyFilter } from './leak-filter.ts';
import { knownBytes } from './leak-known.ts';
import { matchesShape, SHAPES, type Shape } from './leak-shapes.ts';
import type { Secret } from './secret.ts';

const KEY_MASK = 0xffffff;

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

/**
 * Looks for all known values and shapes in one pass: three bytes at each position are looked up in a filter, and only
 * where it says "perhaps" what begins so is compared. Shares no code with the redactor's automaton, so that one mistake
 * cannot blind both.
 */
export class LeakFinder {
  /** First three bytes of the known values. */
  readonly knownStarts = new KeyFilter();
  /** The same, and the three bytes one and two further: whatever the alignment, one of these fills four digits of base64. */
  readonly knownPhases = new KeyFilter();
  /** First three bytes of everything that is looked for. */
  readonly #starts = new KeyFilter();
  readonly #byStart = new Map<number, Target[]>();

  constructor(secrets: readonly Secret[]) {
    for (const { name, bytes } of knownBytes(secrets))
      this.#add({ id: `"${name}"`, rule: 'known-value', bytes });
    for (const shape of SHAPES)
      this.#add({ id: shape.rule, rule: shape.rule, bytes: Buffer.from(shape.needle, 'latin1'), shape });
  }

  /** The first place of every value and shape that is in the bytes. */
  find(bytes: Buffer): FoundLeak[] {
    const found: FoundLeak[] = [];
    const seen = new Set<string>();
    const starts = this.#starts;
    let key = 0;
    for (let i = 0; i < bytes.length; i++) {
      key = ((key << 8) | (bytes[i] as number)) & KEY_MASK;
      if (starts.mayHave(key) && i >= KEY_BYTES - 1)
        this.#compare(bytes, key, i - KEY_BYTES + 1, found, seen);
    }
    return found;
  }

  #compare(bytes: Buffer, key: number, at: number, found: FoundLeak[], seen: Set<string>): void {
    for (const { id, rule, bytes: wanted, shape } of this.#byStart.get(key) ?? []) {
      if (seen.has(id) || wanted.compare(bytes, at, Math.min(bytes.length, at + wanted.length)) !== 0)
        continue;
      const offset = shape === undefined ? at : matchesShape(bytes, at, shape);
      if (offset === undefined) continue;
      seen.add(id);
      found.push({ rule, offset });
    }
  }

  #add(target: Target): void {
    const key = target.bytes.readUIntBE(0, KEY_BYTES);
    this.#starts.add(key);
    if (target.shape === undefined) {
      this.knownStarts.add(key);
      for (let phase = 0; phase < KEY_BYTES; phase++)
        this.knownPhases.add(target.bytes.readUIntBE(phase, KEY_BYTES));
    }
    const list = this.#byStart.get(key);
    if (list === undefined) this.#byStart.set(key, [target]);
    else list.push(target);
  }
}
