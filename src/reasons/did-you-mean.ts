import { closest, distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant.
 * @returns undefined when nothing is near enough: more than a third of the letters would have to change
 */
export function didYouMean(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const names = new Map(known.map((name) => [name.toLowerCase(), name]));
  if (names.size === 0) return undefined;
  const nearest = closest(word, [...names.keys()]);
  const limit = Math.max(1, Math.floor(Math.max(word.length, nearest.length) / 3));
  return distance(word, nearest) <= limit ? names.get(nearest) : undefined;
}

/**
 * The question for the end of a message.
 * @returns ` Did you mean X?`, or nothing when no known name is near enough
 */
export function didYouMeanQuestion(given: string, known: readonly string[]): string {
  const meant = didYouMean(given, known);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}
