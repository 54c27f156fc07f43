import { readdir } from 'node:fs/promises';

/** Most journals of one run folder that are looked at, the latest ones. */
const MOST_JOURNALS = 8;

/** Names that a journal may have, as far as anybody names one by itself. */
export const JOURNAL_NAMES: readonly string[] = Array.from({ length: 99 }, (_, index) =>
  index === 0 ? 'journal.ndjson' : `journal-${index + 1}.ndjson`,
);

/**
 * Names of the run's journals, oldest first: `journal.ndjson`, `journal-2.ndjson` and so on, one for each time the
 * program worked in the folder.
 * @param folder absolute path of the run folder
 * @returns the latest few; empty when the folder cannot be read
 */
export async function journalNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const match = /^journal(?:-([1-9]\d{0,3}))?\.ndjson$/.exec(name);
      return match === null ? [] : [{ name, number: Number(match[1] ?? 1) }];
    })
    .sort((left, right) => left.number - right.number)
    .slice(-MOST_JOURNALS)
    .map(({ name }) => name);
}
