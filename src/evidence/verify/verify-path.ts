import { lstat, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256Hex } from '../../bundle/archive.ts';
import { TOP_FOLDER } from '../../bundle/assemble-bundle.ts';
import { systemErrorCode } from '../../bundle/why-missing.ts';
import type { Host } from '../../host/host.ts';
import { CHECKS } from '../../proof/checks/catalog.ts';
import type { Results } from '../../proof/report/results.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { listProfiles } from '../../stack/profile-loader.ts';
import type { Profile } from '../../stack/profile-schema.ts';
import { BAG_DECLARATION } from '../bag/bagit.ts';
import type { FileMap } from '../bag/file-map.ts';
import { EVIDENCE_FOLDER } from '../write-evidence.ts';
import type { TrustedOrigin } from './check-origin.ts';
import { LIMITS } from './limits.ts';
import { readArchive } from './read-archive.ts';
import { readFolder, readWhole } from './read-folder.ts';
import type { Verification } from './verification.ts';
import { verifyBundle } from './verify-bundle.ts';
import { type VerifyContext, verifyEvidence } from './verify-evidence.ts';

/** What a verification is given beside the path. */
export interface VerifyRequest {
  readonly host: Host;
  readonly signal: AbortSignal;
  /** What the buyer got over another channel. */
  readonly trusted?: TrustedOrigin;
  /** The buyer's own challenge. */
  readonly challenge?: string;
  /** Results of the buyer's own run. */
  readonly own?: Results;
  /** SHA-256 that was published for the archive, of the `.tar.gz` or of the tar, in hex. */
  readonly digest?: string;
  /** A profile that this program does not have. */
  readonly profile?: Profile;
}

/** What a path holds, read into memory. */
export interface ReadEvidence {
  readonly kind: Verification['kind'];
  readonly files: FileMap;
  /** Of an archive. */
  readonly tarSha256?: string;
  readonly gzipSha256?: string;
  /** Digest in the `.sha256` file beside an archive. */
  readonly digestBeside?: string;
}

/**
 * Verifies an evidence set (a folder, or its `.tar.gz`) or a diagnostic bundle. What is wrong with the content is told
 * in the result; it throws only for what was not read at all.
 * @param path absolute, of a folder or of a file
 * @throws SetupError `EV-UNREADABLE`, `EV-NOT-EVIDENCE`, `EV-HOSTILE-ARCHIVE`, `EV-TOO-LARGE`, `ST-PROFILE-…`
 */
export async function verifyPath(path: string, request: VerifyRequest): Promise<Verification> {
  return await verifyRead(await readEvidence(path, request.signal), request);
}

/**
 * Verifies what was read into memory.
 * @throws SetupError `EV-ARCHIVE-DIGEST` for evidence that is not the archive with the given digest, `ST-PROFILE-…`
 */
export async function verifyRead(read: ReadEvidence, request: VerifyRequest): Promise<Verification> {
  const context = await contextOf(request);
  const { tarSha256, gzipSha256 } = read;
  const actual = [tarSha256, gzipSha256].filter((digest) => digest !== undefined);
  const expected = request.digest?.toLowerCase() ?? read.digestBeside;
  if (read.kind === 'evidence') {
    if (request.digest !== undefined && !actual.includes(request.digest.toLowerCase())) {
      throw new SetupError('EV-ARCHIVE-DIGEST', `it has ${tarSha256 ?? 'none: it is a folder'}`);
    }
    return withTar(await verifyEvidence(read.files, context), tarSha256);
  }
  const published =
    expected === undefined ? undefined : { expected, actual, beside: request.digest === undefined };
  return withTar(await verifyBundle(read.files, published, context), tarSha256);
}

/**
 * Reads what lies at a path. The path itself may be a link, such as `bus-setup-runs/latest`; nothing under it may.
 * @throws SetupError as {@link verifyPath}
 */
export async function readEvidence(path: string, signal: AbortSignal): Promise<ReadEvidence> {
  const real = await realpath(path).catch((error: unknown) => {
    const code = systemErrorCode(error) ?? 'unknown failure';
    const what = code === 'ENOENT' ? 'there is nothing of that name' : code;
    throw new SetupError('EV-UNREADABLE', `${basename(path)}: ${what}`, { cause: error });
  });
  if ((await lstat(real)).isDirectory()) {
    const folder = (await isBag(real)) ? real : join(real, EVIDENCE_FOLDER);
    if ((await lstat(folder).catch(() => undefined))?.isSymbolicLink() === true) {
      throw new SetupError('EV-HOSTILE-ARCHIVE', `${EVIDENCE_FOLDER} is a link`);
    }
    if (!(await isBag(folder))) throw new SetupError('EV-NOT-EVIDENCE', await whyNoBag(real));
    return { kind: 'evidence', files: await readFolder(folder, signal) };
  }
  const gzip = await readWhole(real, LIMITS.archiveBytes);
  const { top, files, tarSha256 } = await readArchive(gzip);
  const kind = top === EVIDENCE_FOLDER ? 'evidence' : top === TOP_FOLDER ? 'bundle' : undefined;
  if (kind === undefined) throw new SetupError('EV-NOT-EVIDENCE', basename(real));
  return { kind, files, tarSha256, gzipSha256: sha256Hex(gzip), digestBeside: await digestBeside(real) };
}

async function contextOf(request: VerifyRequest): Promise<VerifyContext> {
  const { host, signal, challenge, own } = request;
  // Ids are looked up among the profiles of this program: an id from the results must never be taken for a path.
  const profiles = [request.profile, ...(await listProfiles(host)).map(({ profile }) => profile)];
  return {
    host,
    signal,
    trusted: request.trusted ?? {},
    challenge,
    own,
    profileOf: (id) => profiles.find((profile) => profile?.id === id),
    catalog: CHECKS,
  };
}

function withTar(verification: Verification, tarSha256: string | undefined): Verification {
  return { ...verification, facts: { ...verification.facts, tarSha256 } };
}

/** A run that was killed leaves its journal, and no evidence of anything. */
async function whyNoBag(folder: string): Promise<string> {
  const journal = await lstat(join(folder, 'journal.ndjson')).catch(() => undefined);
  const killed = 'a run that has proven nothing, or was killed before it could seal anything';
  return journal?.isFile() === true ? `${basename(folder)} is ${killed}` : basename(folder);
}

async function isBag(folder: string): Promise<boolean> {
  const entry = await lstat(join(folder, BAG_DECLARATION)).catch(() => undefined);
  return entry?.isFile() === true;
}

/** The digest that was written with the archive, in the format of `sha256sum`. */
async function digestBeside(path: string): Promise<string | undefined> {
  const bytes = await readWhole(`${path}.sha256`, 1_000).catch(() => undefined);
  return /^([0-9a-f]{64}) /.exec(bytes?.toString('latin1') ?? '')?.[1];
}
