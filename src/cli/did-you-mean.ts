import { closest, distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant.
 * @returns undefined when nothing is near enough: more than a third of the letters would have to change
 */
export function didYouMean(given: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(given.toLowerCase(), known);
  const limit = Math.max(1, Math.floor(Math.max(given.length, nearest.length) / 3));
  return distance(given.toLowerCase(), nearest.toLowerCase()) <= limit ? nearest : undefined;
}
