/** A scalar of a structured file with its place in the bytes. */
export interface Leaf {
  /** Keys from the root, list positions as `[]`; the last one is the leaf's own. */
  readonly path: readonly string[];
  /** The decoded value. */
  readonly value: string;
  /** Bytes of the value without quotation marks. */
  readonly start: number;
  readonly end: number;
  /** Put around a placeholder: `"` where the value stands bare and the format needs a string there. */
  readonly quote: string;
  /** What kind of scalar it is; numbers and words like `true` are rarely secrets. */
  readonly kind: 'string' | 'number' | 'word';
  /** Numbers the object that holds the leaf, so that the members of one object can be looked at together. */
  readonly parent: number;
}
