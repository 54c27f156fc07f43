import { join } from 'node:path';
import { type EvidenceSigner, ephemeralSigner } from '../../src/evidence/signing/evidence-signer.ts';
import { type WrittenEvidence, writeEvidence } from '../../src/evidence/write-evidence.ts';
import { systemHost } from '../../src/host/host.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { bytesOf } from './sample-results.ts';

/** Writes evidence into a folder of its own, which is removed when the test ends. */
export async function written(
  results: Results,
  options: {
    readonly signer?: EvidenceSigner;
    readonly secrets?: SecretRegistry;
    readonly folder?: string;
  } = {},
): Promise<WrittenEvidence> {
  const host = { ...systemHost(), env: {} };
  return await writeEvidence({
    host,
    folder: options.folder ?? temporaryFolder(),
    results,
    resultsBytes: bytesOf(results),
    signer: options.signer ?? ephemeralSigner(host),
    secrets: options.secrets ?? new SecretRegistry(),
    signal: new AbortController().signal,
  });
}

/** Path of a payload file. */
export function payload(evidence: WrittenEvidence, name: string): string {
  return join(evidence.folder, 'data', name);
}
