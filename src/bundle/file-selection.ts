import { posix } from 'node:path';
import { SetupError } from '../reasons/setup-error.ts';
import type { BundleChoices } from './bundle-choices.ts';

/** Which files a bundle shall hold. */
export interface FileSelection {
  /** False for a collector that need not run. */
  wantsCollector(id: string): boolean;
  /** @param path under the top folder, with or without `volatile/` */
  wantsFile(collector: string, path: string): boolean;
}

/** What makes a word a pattern of paths and not the id of a collector. */
const PATH_SIGN = /[/.*?[\]{}]/;

/**
 * Reads `--include` and `--exclude`.
 * @param ids of all collectors
 * @throws SetupError `RN-USAGE` for a word that is neither a collector nor a pattern of paths: a slip of the finger
 * must not put more into a bundle than was meant
 */
export function fileSelection(
  { include = [], exclude = [] }: Pick<BundleChoices, 'include' | 'exclude'>,
  ids: readonly string[],
): FileSelection {
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

/** A pattern also meets a volatile file by the path that it has under `volatile/`. */
function meets(word: string, collector: string, path: string): boolean {
  if (word === collector) return true;
  return [path, path.replace(/^volatile\//, '')].some((each) => posix.matchesGlob(each, word));
}
