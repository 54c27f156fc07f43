import type { Host } from '../host/host.ts';
import type { CheckResult } from '../proof/verdict.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import { VERSION } from '../version.ts';
import { type ArchiveMember, packArchive } from './archive.ts';
import { assembleBundle } from './assemble-bundle.ts';
import type { Collector } from './collector.ts';
import { COLLECTORS } from './collectors.ts';
import { passGate } from './gate.ts';
import { type BundleObserver, finishedOf } from './observer.ts';
import { type PublishedBundle, publishBundle } from './publish.ts';
import { redactCollections } from './redact-files.ts';
import { runCollectors } from './run-collectors.ts';
import { sourceDate } from './source-date.ts';

/** What a bundle is made of, and where it goes. */
export interface BundleRequest {
  readonly host: Host;
  readonly runtime: StackRuntime;
  /** Absolute path of the run folder: results and journal are read there, and the bundle is written there. */
  readonly folder: string;
  /** Results of the proof, when one ran. */
  readonly results: readonly CheckResult[];
  readonly redactor: Redactor;
  /** Values that the gate looks for. */
  readonly secrets: SecretRegistry;
  readonly signal: AbortSignal;
  /** Start of the run: the archive's one time, unless `SOURCE_DATE_EPOCH` is set. */
  readonly startedAt: Date;
  readonly observer?: BundleObserver;
  /** Collectors to run; all by default. */
  readonly collectors?: readonly Collector[];
}

/** A bundle that passed the gate and is on disk. */
export interface WrittenBundle extends PublishedBundle {
  /** SHA-256 of the uncompressed tar, in hex. */
  readonly tarSha256: string;
  /** SHA-256 over everything but `volatile/`, in hex: two bundles of the same state have the same. */
  readonly contentDigest: string;
  /** Number of files in it. */
  readonly files: number;
}

/**
 * Collects, redacts, packs, scans and publishes a diagnostic bundle. It works with a stack that is up, half up or
 * down: what is missing stands in the manifest with its reason.
 * @throws SetupError `BN-LEAK` when the finished archive does not pass the gate, and nothing is written then;
 * `RN-OUTPUT-UNUSABLE` or `RN-DISK-FULL` when it cannot be written; the signal's reason when it is aborted
 */
export async function writeBundle(request: BundleRequest): Promise<WrittenBundle> {
  const { host, runtime, folder, results, redactor, secrets, signal, startedAt, observer } = request;
  const context = { host, runtime, folder, results, toolVersion: VERSION };
  const collectors = request.collectors ?? COLLECTORS;
  const collected = await runCollectors(collectors, context, signal, (collector) =>
    observer?.collectorStarted?.(collector),
  );
  const safe = redactCollections(collected, redactor);
  for (const collection of safe) observer?.collectorFinished(finishedOf(collection));

  const time = sourceDate(host.env, startedAt);
  const assembled = assembleBundle(safe, {
    toolVersion: VERSION,
    profile: runtime.profile,
    time,
    ruleset: redactor.ruleset,
    unsearchable: redactor.unsearchable(),
  });
  const members: readonly ArchiveMember[] = assembled.members;
  const archive = await packArchive(members, time);
  await passGate(archive, { members, secrets, signal });
  signal.throwIfAborted();
  const published = await publishBundle(folder, archive.gzip);
  return {
    ...published,
    tarSha256: archive.tarSha256,
    contentDigest: assembled.contentDigest,
    files: members.length,
  };
}
