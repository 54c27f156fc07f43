/** Times of one subject, in milliseconds. */
export interface Samples {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Measures several subjects in turns, so that what else the machine does falls on all of them alike. The first turn
 * warms caches up and is thrown away.
 * @param subjects each gives milliseconds
 * @param turns measured turns
 * @returns samples in the order of the subjects
 */
export async function inTurns(
  subjects: readonly (() => Promise<number>)[],
  turns: number,
): Promise<readonly Samples[]> {
  const times: number[][] = subjects.map(() => []);
  for (let turn = 0; turn <= turns; turn++) {
    for (const [index, subject] of subjects.entries()) {
      const time = await subject();
      if (turn > 0) times[index]?.push(time);
    }
  }
  return times.map(samplesOf);
}

/** Median and range of at least one time. */
export function samplesOf(times: readonly number[]): Samples {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median, least: at(0), most: at(sorted.length - 1) };
}

/** Milliseconds for a table. */
export function ms(time: number): string {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

/** The cells median, least and most. */
export function sampleCells({ median, least, most }: Samples): readonly string[] {
  return [ms(median), ms(least), ms(most)];
}

/** How many times as long, against a peer of the same run. */
export function ratio(time: number, peer: number): string {
  return `${(time / peer).toFixed(2)}x`;
}

/** A part of a whole in percent. */
export function share(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}
