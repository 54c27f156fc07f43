import { SetupError } from '../reasons/setup-error.ts';
import { VERSION } from '../version.ts';
import { type Archive, type ArchiveMember, packArchive } from './archive.ts';
import { type AssembledBundle, assembleBundle, type BundleFacts } from './assemble-bundle.ts';
import { encryptBundle } from './encrypt-bundle.ts';
import { passGate } from './gate.ts';
import { holdLedger } from './hold-ledger.ts';
import { type LeaveOutReason, withoutFiles } from './leave-out.ts';
import { type PreparedBundle, preparedFiles } from './prepare-bundle.ts';
import { type PublishedBundle, publishBundle } from './publish.ts';
import type { SafeCollection } from './redact-files.ts';
import { redactionSelfTest } from './redaction-self-test.ts';
import { sourceDate } from './source-date.ts';

/** Random bytes of the value that the self-test plants. */
const CANARY_BYTES = 12;

/** A bundle that passed the gate and is on disk. */
export interface WrittenBundle extends PublishedBundle {
  /** SHA-256 of the uncompressed tar, in hex. */
  readonly tarSha256: string;
  /** SHA-256 over everything but `volatile/`, in hex: two bundles of the same state have the same. */
  readonly contentDigest: string;
  /** Number of files in it. */
  readonly files: number;
}

/** A bundle that passed the gate, in memory. */
export interface SealedBundle {
  readonly archive: Archive;
  readonly members: readonly ArchiveMember[];
  readonly contentDigest: string;
  /** Paths that were left out because of `maxBytes`. */
  readonly overSize: readonly string[];
}

/**
 * Packs what was prepared and sends it through the gate.
 * @param leftOut paths that the operator does not want in it
 * @throws SetupError `BN-SELF-TEST`, `BN-LEAK`, `BN-BROKEN-ARCHIVE`, `BN-LEDGER-DIFFERS`, `BN-MAX-SIZE`; the signal's reason
 */
export async function packBundle(
  prepared: PreparedBundle,
  leftOut: ReadonlySet<string> = new Set(),
): Promise<SealedBundle> {
  const { secrets, signal, observer, host } = prepared.request;
  const selfTest = redactionSelfTest(host.random(CANARY_BYTES).toString('hex'));
  const missed = selfTest.filter(({ passed }) => !passed);
  if (missed.length > 0)
    throw new SetupError('BN-SELF-TEST', missed.map(({ part, name }) => `${part}: ${name}`).join(', '));
  observer?.progress?.('packing', 0, 1);
  const facts = factsOf(prepared, selfTest);
  const { assembled, archive, overSize } = await packWithin(
    prepared,
    without(prepared.collections, leftOut, 'BN-LEFT-OUT'),
    facts,
  );
  await passGate(archive, {
    members: assembled.members,
    secrets,
    signal,
    progress: (done, of) => observer?.progress?.('scanning', done, of),
  });
  holdLedger(assembled.members);
  signal.throwIfAborted();
  const { members, contentDigest } = assembled;
  return { archive, members, contentDigest, overSize };
}

/**
 * Packs, scans and publishes. With recipients only the encrypted bundle is written, and nothing else ever touches the
 * disk.
 * @throws SetupError as {@link packBundle}; `BN-RECIPIENT`; `RN-OUTPUT-UNUSABLE` or `RN-DISK-FULL` when it cannot be
 * written. Nothing is left then.
 */
export async function sealBundle(
  prepared: PreparedBundle,
  leftOut: ReadonlySet<string> = new Set(),
): Promise<WrittenBundle> {
  const { folder, observer, choices = {}, key, signal } = prepared.request;
  const sealed = await packBundle(prepared, leftOut);
  const recipients = choices.recipients ?? [];
  const encrypted = recipients.length > 0;
  const bytes = encrypted ? await encryptBundle(sealed.archive.gzip, recipients) : sealed.archive.gzip;
  signal.throwIfAborted();
  observer?.progress?.('writing', 0, 1);
  const published = await publishBundle(folder, bytes, {
    encrypted,
    ...(choices.keepKey === true && key !== undefined ? { key } : {}),
  });
  return {
    ...published,
    tarSha256: sealed.archive.tarSha256,
    contentDigest: sealed.contentDigest,
    files: sealed.members.length,
  };
}

function factsOf(
  { request }: PreparedBundle,
  selfTest: BundleFacts['selfTest'],
): Omit<BundleFacts, 'collections'> {
  const { host, runtime, redactor, secrets, startedAt } = request;
  return {
    toolVersion: VERSION,
    profile: runtime.profile,
    time: sourceDate(host.env, startedAt),
    ruleset: redactor.ruleset,
    unsearchable: redactor.unsearchable(),
    selfTest,
    secrets: secrets.all().filter(({ publicDefault }) => !publicDefault).length,
  };
}

/** Leaves out the largest files, the volatile ones first, until the archive is small enough. */
async function packWithin(
  prepared: PreparedBundle,
  chosen: readonly SafeCollection[],
  facts: BundleFacts,
): Promise<{ assembled: AssembledBundle; archive: Archive; overSize: readonly string[] }> {
  const { maxBytes = Number.POSITIVE_INFINITY } = prepared.request.choices ?? {};
  const overSize: string[] = [];
  for (;;) {
    const collections = without(chosen, new Set(overSize), 'BN-OVER-SIZE');
    const assembled = assembleBundle(collections, facts);
    const archive = await packArchive(assembled.members, facts.time);
    const excess = archive.gzip.byteLength - maxBytes;
    if (excess <= 0) return { assembled, archive, overSize };
    const left = preparedFiles({ ...prepared, collections }).toSorted(
      (one, two) =>
        Number(two.volatile) - Number(one.volatile) || two.bytes.byteLength - one.bytes.byteLength,
    );
    if (left.length === 0) throw new SetupError('BN-MAX-SIZE', `${archive.gzip.byteLength} bytes`);
    const ratio = archive.gzip.byteLength / archive.tar.byteLength;
    let saved = 0;
    for (const { path, bytes } of left) {
      overSize.push(path);
      saved += bytes.byteLength * ratio;
      if (saved >= excess) break;
    }
  }
}

function without(
  collections: readonly SafeCollection[],
  paths: ReadonlySet<string>,
  why: LeaveOutReason,
): readonly SafeCollection[] {
  return paths.size === 0 ? collections : collections.map((each) => withoutFiles(each, paths, why));
}
