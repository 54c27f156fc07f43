import { reason } from '../reasons/catalog.ts';
import type { Collector } from './collector.ts';
import type { SafeCollection } from './redact-files.ts';

/** Why a file that was collected is not in the bundle. */
export type LeaveOutReason = 'BN-LEFT-OUT' | 'BN-OVER-SIZE';

/** A collection without some of its files; they are told as missing, with the reason. */
export function withoutFiles(
  collection: SafeCollection,
  paths: ReadonlySet<string>,
  why: LeaveOutReason,
): SafeCollection {
  if (paths.size === 0) return collection;
  const out = collection.files.filter(({ path }) => paths.has(path));
  if (out.length === 0) return collection;
  return {
    ...collection,
    files: collection.files.filter(({ path }) => !paths.has(path)),
    missing: [
      ...collection.missing,
      ...out.map(({ path, volatile }) => ({ path, volatile, reason: reason(why) })),
    ],
  };
}

/** What stands in the bundle for a collector that did not run because nobody wanted it. */
export function leftOutCollection(collector: Collector): SafeCollection {
  return { collector, files: [], missing: [], reason: reason('BN-LEFT-OUT') };
}
