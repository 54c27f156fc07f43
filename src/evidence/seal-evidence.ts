import type { Results } from '../proof/report/results.ts';
import {
  BAG_DECLARATION,
  BAG_DECLARATION_TEXT,
  BAG_INFO,
  bagInfo,
  MANIFEST,
  manifestText,
  PAYLOAD,
  SIGNATURE,
  TAG_MANIFEST,
} from './bag/bagit.ts';
import type { FileMap } from './bag/file-map.ts';
import { statementBytes } from './formats/statement.ts';
import { renderedFiles } from './rendered-files.ts';
import { envelopeOf, STATEMENT_TYPE } from './signing/dsse.ts';
import type { EvidenceSigner } from './signing/evidence-signer.ts';
import { sigstoreBundle } from './signing/sigstore-bundle.ts';

/** Names of the signed statement and of its key in the payload. */
export const STATEMENT_FILES = {
  envelope: 'proof.intoto.jsonl',
  sigstore: 'proof.sigstore.json',
  publicKey: 'proof.pub.pem',
} as const;

/**
 * Makes the whole evidence set of a proof in memory: the payload, its manifest, and the signature of the manifest.
 * @param resultsBytes of `results.json`, byte for byte as the run wrote it
 * @returns files by their path in the set
 * @throws SetupError `EV-SIGNING-FAILED`
 */
export async function sealEvidence(
  results: Results,
  resultsBytes: Uint8Array,
  signer: EvidenceSigner,
): Promise<FileMap> {
  const payload = new Map<string, Uint8Array>();
  const put = (path: string, bytes: Uint8Array) => payload.set(`${PAYLOAD}${path}`, bytes);
  put('results.json', resultsBytes);
  for (const [path, text] of renderedFiles(results)) put(path, Buffer.from(text));
  for (const [path, bytes] of signedStatement(results, resultsBytes, signer)) put(path, bytes);
  const manifest = Buffer.from(manifestText(payload));
  const tags = new Map<string, Uint8Array>([
    [BAG_DECLARATION, Buffer.from(BAG_DECLARATION_TEXT)],
    [BAG_INFO, Buffer.from(bagInfo(results, payload))],
    [MANIFEST, manifest],
    [SIGNATURE, Buffer.from(await signer.signManifest(manifest))],
  ]);
  return new Map([...payload, ...tags, [TAG_MANIFEST, Buffer.from(manifestText(tags))]]);
}

function signedStatement(
  results: Results,
  resultsBytes: Uint8Array,
  { statementKey }: EvidenceSigner,
): readonly (readonly [string, Buffer])[] {
  const envelope = envelopeOf(
    STATEMENT_TYPE,
    statementBytes(results, resultsBytes),
    statementKey.publicKey.fingerprint,
    (bytes) => statementKey.sign(bytes),
  );
  return [
    [STATEMENT_FILES.envelope, Buffer.from(`${JSON.stringify(envelope)}\n`)],
    [STATEMENT_FILES.sigstore, Buffer.from(`${JSON.stringify(sigstoreBundle(envelope))}\n`)],
    [STATEMENT_FILES.publicKey, Buffer.from(statementKey.publicKeyPem)],
  ];
}
