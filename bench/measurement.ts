/** One line of a result table: what was measured, and its cells in the order of the columns. */
export interface Row {
  readonly what: string;
  readonly cells: readonly string[];
}

/** The result of one measurement. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What the numbers mean, and the bar they are held against. */
  readonly note: string;
}

/** Something that can be measured alone: `node bench/run.ts <id>`. */
export interface Measurement {
  readonly id: string;
  measure(): Promise<Table>;
}
