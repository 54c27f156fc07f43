import type { Host } from '../host/host.ts';
import type { CheckResult } from '../proof/verdict.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import { VERSION } from '../version.ts';
import type { BundleChoices } from './bundle-choices.ts';
import { bundleFacts } from './bundle-facts.ts';
import type { Collector } from './collector.ts';
import { COLLECTORS } from './collectors.ts';
import { plainRoom } from './encrypt-bundle.ts';
import { type FileSelection, fileSelection, refuseIdlePatterns } from './file-selection.ts';
import { fitSize } from './fit-size.ts';
import { leftOutCollection, withoutFiles } from './leave-out.ts';
import { type BundleObserver, finishedOf } from './observer.ts';
import { withProfileChoices } from './profile-choices.ts';
import { redactCollections, type SafeCollection, type SafeFile } from './redact-files.ts';
import { isLoss, runCollectors } from './run-collectors.ts';

/** Bytes of a finished bundle that are not known before it is sealed: what the self-test says. */
const SEAL_BYTES = 128;

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
 * Collects and redacts, and makes it as small as was asked for. What is there can be looked through, and is what is
 * sealed; {@link file://./seal-bundle.ts} makes a bundle of it.
 * @throws SetupError `RN-USAGE` for a choice that means nothing, before anything is collected; `BN-NOTHING-CHOSEN` when
 * nothing of what was chosen is there; `BN-MAX-SIZE`; the signal's reason when it is aborted
 */
export async function prepareBundle(request: BundleRequest): Promise<PreparedBundle> {
  const { host, runtime, folder, results, redactor, logRedactor, signal, observer } = request;
  const choices = withProfileChoices(request.choices ?? {}, runtime.profile);
  const collectors = request.collectors ?? COLLECTORS;
  const selection = fileSelection(
    choices,
    collectors.map(({ id }) => id),
  );
  refuseIdlePatterns(request.choices ?? {}, collectors, runtime.profile);
  const wanted = collectors.filter(({ id }) => selection.wantsCollector(id));
  const context = {
    host,
    runtime,
    folder,
    results,
    toolVersion: VERSION,
    since: choices.since,
  };
  let done = 0;
  const collected = await runCollectors(wanted, context, signal, {
    started: (collector) => observer?.collectorStarted?.(collector),
    finished: () => observer?.progress?.('collecting', ++done, wanted.length),
  });
  observer?.progress?.('redacting', 0, 1);
  const safe = await redactCollections(collected, redactor, { logRedactor, signal });
  const chosen = collectors.map((collector) => {
    const found = safe.find((each) => each.collector === collector);
    return found === undefined ? leftOutCollection(collector) : selected(found, selection);
  });
  if (choices.include !== undefined || choices.exclude !== undefined) refuseEmpty(chosen);
  const collections = await withinSize(request, choices, chosen);
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

/** A bundle without a single file tells nothing, and looks like one that does. */
function refuseEmpty(chosen: readonly SafeCollection[]): void {
  if (chosen.some(({ files }) => files.length > 0)) return;
  const why = chosen
    .flatMap(({ reason, missing }) => [...(reason === undefined ? [] : [{ reason }]), ...missing])
    .find(isLoss)?.reason;
  throw new SetupError(
    'BN-NOTHING-CHOSEN',
    why === undefined ? undefined : `${why.id}: ${why.detail ?? why.sentence}`,
  );
}

async function withinSize(
  request: BundleRequest,
  { maxBytes, recipients = [] }: BundleChoices,
  chosen: readonly SafeCollection[],
): Promise<readonly SafeCollection[]> {
  if (maxBytes === undefined) return chosen;
  const room = plainRoom(maxBytes, recipients.length) - SEAL_BYTES;
  request.observer?.progress?.('packing', 0, 1);
  const fitted = await fitSize(chosen, bundleFacts(request, []), room, request.signal);
  return fitted.collections;
}
