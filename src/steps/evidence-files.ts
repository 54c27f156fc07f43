import { isAbsolute, resolve } from 'node:path';
import { ephemeralSigner, operatorSigner } from '../evidence/signing/evidence-signer.ts';
import { writeEvidence } from '../evidence/write-evidence.ts';
import type { Results } from '../proof/report/results.ts';
import type { StepContext } from './step.ts';

/** Longest that sealing may take, milliseconds: an agent or a security key waits for a person. */
const SEAL_WITHIN_MS = 120_000;

/**
 * Seals the evidence set of the proof that has just ended: `evidence/` and `evidence.tar.gz` in the run folder.
 * @param results of the proof, as `results.json` holds them
 * @param resultsBytes bytes of that file
 * @throws SetupError `EV-…`, `BN-LEAK`, `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`
 */
export async function sealProof(
  context: StepContext,
  results: Results,
  resultsBytes: Uint8Array,
): Promise<void> {
  const { host, folder, secrets, signWith, interactive } = context;
  // Not the run's own signal: a run that was interrupted leaves evidence too, which says so.
  const signal = AbortSignal.timeout(SEAL_WITHIN_MS);
  const signer =
    signWith === undefined
      ? ephemeralSigner(host)
      : await operatorSigner(host, isAbsolute(signWith) ? signWith : resolve(host.cwd, signWith), {
          signal,
          prompt: interactive ? 'nowhere' : 'terminal',
        });
  const written = await writeEvidence({
    host,
    folder: folder.folder,
    results,
    resultsBytes,
    signer,
    secrets,
    signal,
  });
  context.emit({
    type: 'artifact.written',
    kind: 'evidence',
    path: written.archive,
    bytes: written.archiveBytes,
    sha256: written.archiveSha256,
    proofCode: written.proofCode,
  });
}
