import { SetupError } from '../reasons/setup-error.ts';
import type { Archive, ArchiveMember } from './archive.ts';
import { bundleFacts } from './bundle-facts.ts';
import { encryptBundle, plainRoom } from './encrypt-bundle.ts';
import { fitSize } from './fit-size.ts';
import { passGate } from './gate.ts';
import { holdLedger } from './hold-ledger.ts';
import { withoutFiles } from './leave-out.ts';
import type { PreparedBundle } from './prepare-bundle.ts';
import { type PublishedBundle, publishBundle } from './publish.ts';
import { redactionSelfTest } from './redaction-self-test.ts';

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
  const { maxBytes = Number.POSITIVE_INFINITY, recipients = [] } = prepared.request.choices ?? {};
  // It fits already, unless the operator took out so little that telling of it needs more.
  const { assembled, archive } = await fitSize(
    prepared.collections.map((each) => withoutFiles(each, leftOut, 'BN-LEFT-OUT')),
    bundleFacts(prepared.request, selfTest),
    plainRoom(maxBytes, recipients.length),
    signal,
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
  return { archive, members, contentDigest };
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
