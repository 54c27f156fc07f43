import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { checkMemberNames } from './archive.ts';
import type { CollectedFile, Collector, CollectorContext, MissingFile } from './collector.ts';
import { withDeadline } from './deadline.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';
import { whyMissing } from './why-missing.ts';

/** Milliseconds for all collectors together: then the bundle is made of what is there. */
export const COLLECTING_DEADLINE_MS = 60_000;

/** Folder of the facts that differ between two bundles of the same state. */
export const VOLATILE_FOLDER = 'volatile';

/** One file at its place in the bundle, not redacted yet. */
export interface PlacedFile {
  /** Path under the top folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly volatile: boolean;
  readonly why: string;
  /** What was kept of a text that was cut. */
  readonly cut?: string;
}

/** One file that is not in the bundle. */
export interface Absence {
  readonly path: string;
  readonly volatile: boolean;
  readonly reason: Reason;
}

/** True for a file that should be there; false for one that this run does not have, such as the log of a quiet service. */
export function isLoss({ reason: { class: kind } }: Pick<Absence, 'reason'>): boolean {
  return kind !== 'not-applicable';
}

/** What one collector brought. */
export interface Collection {
  readonly collector: Collector;
  readonly files: readonly PlacedFile[];
  readonly missing: readonly Absence[];
  /** Set when the collector as a whole failed. */
  readonly reason?: Reason;
}

/**
 * Runs collectors side by side. None can hold up or fail another: each has its deadline, all have one together, and
 * what a collector throws is its reason.
 * @param context without a signal of a single collector: each gets its own
 * @param signal ends everything; its reason is thrown
 * @param observer `started` is called for each collector before it runs, `finished` when it has ended, however
 * @returns one entry for each collector, in their order
 */
export async function runCollectors(
  collectors: readonly Collector[],
  context: Omit<CollectorContext, 'signal'>,
  signal: AbortSignal,
  observer: {
    readonly started?: (collector: Collector) => void;
    readonly finished?: (collector: Collector) => void;
  } = {},
): Promise<readonly Collection[]> {
  const collections = await Promise.all(
    collectors.map(async (collector): Promise<Collection> => {
      observer.started?.(collector);
      const limit = Math.min(collector.deadlineMs, COLLECTING_DEADLINE_MS);
      try {
        const items = await withDeadline(context.host, limit, signal, (inner) =>
          collector.collect({ ...context, signal: inner }),
        );
        return sorted(collector, items);
      } catch (error) {
        signal.throwIfAborted();
        return { collector, files: [], missing: [], reason: whyMissing(error) };
      } finally {
        observer.finished?.(collector);
      }
    }),
  );
  return withoutDuplicates(collections);
}

/** Parts what may go on from what is refused or missing. */
function sorted(collector: Collector, items: readonly (CollectedFile | MissingFile)[]): Collection {
  const files: PlacedFile[] = [];
  const missing: Absence[] = [];
  for (const item of items) {
    const volatile = item.volatile ?? false;
    const path = volatile ? `${VOLATILE_FOLDER}/${item.path}` : item.path;
    const refusal = 'reason' in item ? item.reason : refusalOf(collector, item, path);
    if (refusal !== undefined)
      missing.push({ path: printablePath(path, collector), volatile, reason: refusal });
    else if ('bytes' in item) {
      const { bytes, why, cut } = item;
      files.push({ path, bytes, volatile, why, ...(cut === undefined ? {} : { cut }) });
    }
  }
  return { collector, files, missing };
}

function refusalOf(collector: Collector, file: CollectedFile, path: string): Reason | undefined {
  try {
    checkMemberNames([path]);
    if (!(file.volatile ?? false) && path.startsWith(`${VOLATILE_FOLDER}/`))
      throw new SetupError('BN-UNSAFE-NAME', path);
    refuseUnsafe(file);
  } catch (error) {
    return whyMissing(error);
  }
  if (file.bytes.byteLength <= collector.capBytes) return undefined;
  return reason('BN-TOO-LARGE', `${file.bytes.byteLength} bytes, at most ${collector.capBytes}`);
}

/** Two collectors that claim one path are a bug of ours: the first keeps it, the bundle is still made. */
function withoutDuplicates(collections: readonly Collection[]): readonly Collection[] {
  const taken = new Set<string>();
  return collections.map((collection) => {
    const files: PlacedFile[] = [];
    const missing = [...collection.missing];
    for (const file of collection.files) {
      const key = file.path.toLowerCase();
      if (taken.has(key)) {
        missing.push({
          path: file.path,
          volatile: file.volatile,
          reason: reason('BN-UNSAFE-NAME', 'there twice'),
        });
      } else {
        taken.add(key);
        files.push(file);
      }
    }
    return { ...collection, files, missing };
  });
}

/** A hostile name is not repeated anywhere. */
function printablePath(path: string, collector: Collector): string {
  return /^[A-Za-z0-9._/-]{1,255}$/.test(path) ? path : `${collector.id}/unnamed`;
}
