import { distance } from 'fastest-levenshtein';

/**
 * The ids that were probably meant: those that go on as the given one begins, else those that have all of its words, else
 * those that are spelled almost so, nearest first.
 * @param given words with hyphens between them, in any case
 * @param most ids that are returned at most
 * @returns empty when nothing is near enough: more than a third of the letters would have to change
 */
export function nearestIds(given: string, known: readonly string[], most = 5): readonly string[] {
  const wanted = given.toLowerCase().replace(/^-+|-+$/g, '');
  const words = wanted.split('-').filter((word) => word !== '');
  if (words.length === 0) return [];
  const begun = known.filter((id) => id.toLowerCase().startsWith(wanted));
  if (begun.length > 0) return begun.slice(0, most);
  const worded = known.filter((id) => {
    const has = id.toLowerCase().split('-');
    return words.every((word) => has.includes(word));
  });
  if (worded.length > 0) return worded.slice(0, most);
  return known
    .map((id) => ({
      id,
      away: distance(wanted, id.toLowerCase()),
      longer: Math.max(wanted.length, id.length),
    }))
    .filter(({ away, longer }) => away <= Math.max(1, Math.floor(longer / 3)))
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ id }) => id);
}

/** `A`, `A or B`, `A, B or C`. */
export function alternatives(ids: readonly string[]): string {
  const last = ids.at(-1) ?? '';
  return ids.length < 2 ? last : `${ids.slice(0, -1).join(', ')} or ${last}`;
}
