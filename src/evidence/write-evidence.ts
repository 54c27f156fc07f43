import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packArchive, sha256Hex } from '../bundle/archive.ts';
import { passGate } from '../bundle/gate.ts';
import { sourceDate } from '../bundle/source-date.ts';
import { systemErrorCode } from '../bundle/why-missing.ts';
import type { Host } from '../host/host.ts';
import { makePrivateFolder, writePrivateFile } from '../host/private-files.ts';
import type { Results } from '../proof/report/results.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import { MANIFEST } from './bag/bagit.ts';
import type { FileMap } from './bag/file-map.ts';
import { sealEvidence } from './seal-evidence.ts';
import type { EvidenceSigner } from './signing/evidence-signer.ts';
import { proofCode } from './signing/proof-code.ts';

/** Name of the evidence set in a run folder, and the top folder in its archive. */
export const EVIDENCE_FOLDER = 'evidence';
/** Name of the archive with the same files. */
export const EVIDENCE_ARCHIVE = 'evidence.tar.gz';

/** What evidence is made of, and where it goes. */
export interface EvidenceRequest {
  readonly host: Host;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly results: Results;
  /** Bytes of `results.json`. */
  readonly resultsBytes: Uint8Array;
  readonly signer: EvidenceSigner;
  /** Values that must not be in it. */
  readonly secrets: SecretRegistry;
  readonly signal: AbortSignal;
}

/** Evidence on disk. */
export interface WrittenEvidence {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Absolute path of the `.tar.gz` with the same files. */
  readonly archive: string;
  readonly archiveBytes: number;
  /** SHA-256 of the `.tar.gz`, in hex. */
  readonly archiveSha256: string;
  /** SHA-256 of the uncompressed tar, in hex: the digest to publish. */
  readonly tarSha256: string;
  /** To be compared over another channel. */
  readonly proofCode: string;
  readonly fingerprint: string;
}

/**
 * Writes `evidence/` and `evidence.tar.gz` into a run folder. Every file is scanned for secrets first, and the set
 * appears whole or not at all; one of an earlier pass of the same run is replaced.
 * @throws SetupError `BN-LEAK`, `EV-SIGNING-FAILED`, `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`
 */
export async function writeEvidence(request: EvidenceRequest): Promise<WrittenEvidence> {
  const { host, folder, results, resultsBytes, signer, secrets, signal } = request;
  const files = await sealEvidence(results, resultsBytes, signer);
  const members = [...files].map(([path, bytes]) => ({ path: `${EVIDENCE_FOLDER}/${path}`, bytes }));
  const archive = await packArchive(members, sourceDate(host.env, new Date(results.volatile.startedAt)));
  await passGate(archive, { members, secrets, signal });
  try {
    await placeFolder(folder, files);
    await writePrivateFile(join(folder, EVIDENCE_ARCHIVE), archive.gzip);
  } catch (error) {
    throw unwritable(folder, error);
  }
  const manifest = files.get(MANIFEST) ?? new Uint8Array();
  return {
    folder: join(folder, EVIDENCE_FOLDER),
    archive: join(folder, EVIDENCE_ARCHIVE),
    archiveBytes: archive.gzip.byteLength,
    archiveSha256: sha256Hex(archive.gzip),
    tarSha256: archive.tarSha256,
    proofCode: proofCode(signer.publicKey.fingerprint, manifest),
    fingerprint: signer.publicKey.fingerprint,
  };
}

/** Fills a folder beside the final one and renames it into place. */
async function placeFolder(parent: string, files: FileMap): Promise<void> {
  const target = join(parent, EVIDENCE_FOLDER);
  const fresh = await mkdtemp(join(parent, '.evidence-'));
  const old = `${fresh}-old`;
  try {
    for (const [path, bytes] of files) {
      const file = join(fresh, path);
      await makePrivateFolder(dirname(file));
      await writePrivateFile(file, bytes);
    }
    await rename(target, old).catch(ignoreMissing);
    await rename(fresh, target).catch(async (error: unknown) => {
      await rename(old, target).catch(ignoreMissing);
      throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

function ignoreMissing(error: unknown): void {
  if (systemErrorCode(error) !== 'ENOENT') throw error;
}

function unwritable(folder: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new SetupError(full ? 'RN-DISK-FULL' : 'RN-OUTPUT-UNUSABLE', `${folder}: ${code}`, { cause: error });
}
