import { MANIFEST, manifestText, PAYLOAD, TAG_FILES, TAG_MANIFEST } from '../../src/evidence/bag/bagit.ts';
import { type FileMap, filesUnder } from '../../src/evidence/bag/file-map.ts';
import { sealEvidence } from '../../src/evidence/seal-evidence.ts';
import { type EvidenceSigner, ephemeralSigner } from '../../src/evidence/signing/evidence-signer.ts';
import type { Point, PointId, Verification } from '../../src/evidence/verify/verification.ts';
import { type VerifyContext, verifyEvidence } from '../../src/evidence/verify/verify-evidence.ts';
import { systemHost } from '../../src/host/host.ts';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { bytesOf } from './sample-results.ts';

/** A signer whose key is made of one repeated byte. */
export function signerOf(byte = 1): EvidenceSigner {
  return ephemeralSigner({ random: (size) => Buffer.alloc(size, byte) });
}

/** The evidence set of results. */
export async function sealed(results: Results, signer = signerOf()): Promise<Map<string, Buffer>> {
  const files = await sealEvidence(results, bytesOf(results), signer);
  return new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes)]));
}

/** What a buyer knows who has the right key. */
export async function buyer(change: Partial<VerifyContext> = {}): Promise<VerifyContext> {
  const { profile } = await loadProfile('embedded', systemHost());
  return {
    host: systemHost(),
    signal: new AbortController().signal,
    trusted: { keys: [signerOf().publicKey] },
    profileOf: (id) => (id === profile.id ? profile : undefined),
    catalog: CHECKS,
    ...change,
  };
}

/** Verifies files in memory. */
export async function verified(files: FileMap, change: Partial<VerifyContext> = {}): Promise<Verification> {
  return await verifyEvidence(files, await buyer(change));
}

/** The point of a verification. */
export function pointOf(verification: Verification, id: PointId): Point {
  const point = verification.points.find((each) => each.id === id);
  if (point === undefined) throw new Error(`no point ${id}`);
  return point;
}

/** Points that are broken, by name. */
export function brokenPoints(verification: Verification): readonly PointId[] {
  return verification.points.filter(({ status }) => status === 'broken').map(({ id }) => id);
}

/** What a forger does who has no key: makes both manifests fit again. */
export function manifestsMadeAgain(files: FileMap): Map<string, Uint8Array> {
  const forged = new Map(files);
  forged.set(MANIFEST, Buffer.from(manifestText(filesUnder(forged, PAYLOAD))));
  const tags = new Map([...forged].filter(([path]) => TAG_FILES.some((name) => name === path)));
  forged.set(TAG_MANIFEST, Buffer.from(manifestText(tags)));
  return forged;
}
