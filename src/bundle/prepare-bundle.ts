import type { Host } from '../host/host.ts';
import type { CheckResult } from '../proof/verdict.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import { VERSION } from '../version.ts';
import type { BundleChoices } from './bundle-choices.ts';
import type { Collector } from './collector.ts';
import { COLLECTORS } from './collectors.ts';
import { type FileSelection, fileSelection } from './file-selection.ts';
import { leftOutCollection, withoutFiles } from './leave-out.ts';
import { type BundleObserver, finishedOf } from './observer.ts';
import { withProfileChoices } from './profile-choices.ts';
import { redactCollections, type SafeCollection, type SafeFile } from './redact-files.ts';
import { runCollectors } from './run-collectors.ts';

/** What a bundle is made of, and where it goes. */
export interface BundleRequest {
  readonly host: Host;
  readonly runtime: StackRuntime;
  /** Absolute path of the run folder: results and journal are read there, and the bundle is written there. */
  readonly folder: string;
  /** Results of the proof, when one ran. */
  readonly results: readonly CheckResult[];
  readonly redactor: Redactor;
  /** For logs and journals; the same as `redactor` by default. */
  readonly logRedactor?: Redactor;
  /** The key of both redactors' tags, for `keepKey`. */
  readonly key?: Uint8Array;
  /** Values that the gate looks for. */
  readonly secrets: SecretRegistry;
  readonly signal: AbortSignal;
  /** Start of the run: the archive's one time, unless `SOURCE_DATE_EPOCH` is set. */
  readonly startedAt: Date;
  readonly observer?: BundleObserver;
  /** Collectors to run; all by default. */
  readonly collectors?: readonly Collector[];
  readonly choices?: BundleChoices;
}

/** A bundle that was collected and redacted, and exists in memory only. */
export interface PreparedBundle {
  readonly request: BundleRequest;
  readonly collections: readonly SafeCollection[];
}

/**
 * Collects and redacts. What is there can be looked through; {@link file://./seal-bundle.ts} makes a bundle of it.
 * @throws SetupError `RN-USAGE` for a choice that means nothing; the signal's reason when it is aborted
 */
export async function prepareBundle(request: BundleRequest): Promise<PreparedBundle> {
  const { host, runtime, folder, results, redactor, logRedactor, signal, observer } = request;
  const choices = withProfileChoices(request.choices ?? {}, runtime.profile);
  const collectors = request.collectors ?? COLLECTORS;
  const selection = fileSelection(
    choices,
    collectors.map(({ id }) => id),
  );
  const wanted = collectors.filter(({ id }) => selection.wantsCollector(id));
  const context = {
    host,
    runtime,
    folder,
    results,
    toolVersion: VERSION,
    since: choices.since,
    textBytes: textShare(choices.maxBytes, runtime),
  };
  let done = 0;
  const collected = await runCollectors(wanted, context, signal, {
    started: (collector) => observer?.collectorStarted?.(collector),
    finished: () => observer?.progress?.('collecting', ++done, wanted.length),
  });
  observer?.progress?.('redacting', 0, 1);
  const safe = await redactCollections(collected, redactor, { logRedactor, signal });
  const collections = collectors.map((collector) => {
    const found = safe.find((each) => each.collector === collector);
    return found === undefined ? leftOutCollection(collector) : selected(found, selection);
  });
  for (const collection of collections) observer?.collectorFinished(finishedOf(collection));
  return { request, collections };
}

/** Every file of a prepared bundle, with the collector that brought it. */
export function preparedFiles({
  collections,
}: PreparedBundle): readonly (SafeFile & { collector: string })[] {
  return collections.flatMap(({ collector, files }) =>
    files.map((file) => ({ ...file, collector: collector.id })),
  );
}

function selected(collection: SafeCollection, selection: FileSelection): SafeCollection {
  const { id } = collection.collector;
  const refused = collection.files.filter(({ path }) => !selection.wantsFile(id, path));
  return withoutFiles(collection, new Set(refused.map(({ path }) => path)), 'BN-LEFT-OUT');
}

/** Each log gets the same share of the archive before compression: so none has to be left out whole. */
function textShare(maxBytes: number | undefined, runtime: StackRuntime): number | undefined {
  return maxBytes === undefined ? undefined : Math.ceil(maxBytes / (runtime.profile.services.length + 1));
}
