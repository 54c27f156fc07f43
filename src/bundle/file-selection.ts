import { posix } from 'node:path';
import { SetupError } from '../reasons/setup-error.ts';
import type { Profile } from '../stack/profile-schema.ts';
import type { BundleChoices } from './bundle-choices.ts';
import type { Collector } from './collector.ts';
import { LEDGER_NAME } from './ledger.ts';
import { MANIFEST_NAME } from './manifest.ts';
import { STATEMENT_NAME } from './redaction-statement.ts';

/** Which files a bundle shall hold. */
export interface FileSelection {
  /** False for a collector that need not run. */
  wantsCollector(id: string): boolean;
  /** @param path under the top folder, with or without `volatile/` */
  wantsFile(collector: string, path: string): boolean;
}

/** The words of the operator or of a profile. */
type Words = Pick<BundleChoices, 'include' | 'exclude'>;

/** What makes a word a pattern of paths and not the id of a collector. */
const PATH_SIGN = /[/.*?[\]{}]/;

/** What the bundle tells of itself: without it nobody could tell what was redacted and what is missing. */
const ALWAYS = [MANIFEST_NAME, LEDGER_NAME, STATEMENT_NAME];

/**
 * Reads `--include` and `--exclude`.
 * @param ids of all collectors
 * @throws SetupError `RN-USAGE` for a word that is neither a collector nor a pattern of paths: a slip of the finger
 * must not put more into a bundle than was meant
 */
export function fileSelection({ include = [], exclude = [] }: Words, ids: readonly string[]): FileSelection {
  for (const word of [...include, ...exclude]) {
    if (!ids.includes(word) && !PATH_SIGN.test(word)) {
      throw new SetupError('RN-USAGE', `no collector is called ${word}; there are: ${ids.join(', ')}`);
    }
  }
  const idsOnly = include.every((word) => ids.includes(word));
  return {
    wantsCollector: (id) =>
      !exclude.includes(id) && (include.length === 0 || !idsOnly || include.includes(id)),
    wantsFile: (collector, path) =>
      (include.length === 0 || include.some((word) => meets(word, collector, path))) &&
      !exclude.some((word) => meets(word, collector, path)),
  };
}

/**
 * Refuses a pattern that no file of any bundle could meet: an `--exclude` with a slip of the finger leaves in what was to
 * stay out, and an `--include` makes an empty bundle.
 * @param profile whose services' logs can be named; undefined as long as it is not known: then any log can
 * @throws SetupError `RN-USAGE` naming the pattern
 */
export function refuseIdlePatterns(
  { include = [], exclude = [] }: Words,
  collectors: readonly Pick<Collector, 'id' | 'paths'>[],
  profile: Pick<Profile, 'services'> | undefined,
): void {
  const paths = collectors.flatMap((collector) => collector.paths(profile ?? { services: [] }));
  for (const word of [...include, ...exclude]) {
    if (collectors.some(({ id }) => id === word)) continue;
    if (ALWAYS.includes(word.replace(/^volatile\//, '')))
      throw new SetupError('RN-USAGE', `${word} is in every bundle, whatever is chosen`);
    if (profile === undefined && word.includes('logs')) continue;
    if (!paths.some((path) => meets(word, '', `volatile/${path}`)))
      throw new SetupError(
        'RN-USAGE',
        `${word} meets no file of a bundle; bus-setup bundle --dry-run lists them all`,
      );
  }
}

/** A pattern also meets a volatile file by the path that it has under `volatile/`. */
function meets(word: string, collector: string, path: string): boolean {
  if (word === collector) return true;
  return [path, path.replace(/^volatile\//, '')].some((each) => posix.matchesGlob(each, word));
}
