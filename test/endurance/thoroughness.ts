/**
 * True when everything is tried: `BUS_SETUP_ENDURANCE=full npm run test:endurance`, about half an hour on two cores. Else
 * the longest series take an even sample of the same list.
 */
export const THOROUGH = process.env.BUS_SETUP_ENDURANCE === 'full';

/** Every `stride`-th entry of a series, beginning with the first; all of them when everything is tried. */
export function sampled<T>(series: readonly T[], stride: number): readonly T[] {
  return THOROUGH ? series : series.filter((_, index) => index % stride === 0);
}
