import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { describe, expect, it } from 'vitest';
import { statementSchema } from '../../src/evidence/formats/statement.ts';
import { failing, SAMPLE, sampleResults } from './sample-results.ts';
import { sealed } from './sealed.ts';

/** Nobody is trusted but the keys that come with the call. */
const NO_AUTHORITIES: Parameters<typeof toTrustMaterial>[0] = {
  mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  tlogs: [],
  certificateAuthorities: [],
  ctlogs: [],
  timestampAuthorities: [],
};

/** Verifies a Sigstore bundle with Sigstore's own code and one key. */
function sigstoreVerify(text: string, pem: string): void {
  const bundle = JSON.parse(text);
  const publicKey = createPublicKey(pem);
  const { hint } = bundle.verificationMaterial.publicKey;
  const trust = toTrustMaterial(NO_AUTHORITIES, (wanted) => {
    expect(wanted).toBe(hint);
    return { publicKey, validFor: () => true };
  });
  const verifier = new Verifier(trust, { tlogThreshold: 0, timestampThreshold: 0, ctlogThreshold: 0 });
  verifier.verify(toSignedEntity(bundleFromJSON(bundle)));
}

describe('the Sigstore bundle', () => {
  it('is accepted by @sigstore/verify with our key, and with no other', async () => {
    const files = await sealed(sampleResults());
    const text = (path: string) => files.get(`data/${path}`)?.toString() ?? '';
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    expect(() => sigstoreVerify(text('proof.sigstore.json'), text('proof.pub.pem'))).not.toThrow();
    expect(() => sigstoreVerify(text('proof.sigstore.json'), other)).toThrow(/signature verification failed/);
  });

  it('is refused by @sigstore/verify when one letter of the statement was changed', async () => {
    const files = await sealed(sampleResults());
    const bundle = JSON.parse(files.get('data/proof.sigstore.json')?.toString() ?? '');
    const statement = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString();
    bundle.dsseEnvelope.payload = Buffer.from(statement.replace('"WARNED"', '"PASSED"')).toString('base64');
    const pem = files.get('data/proof.pub.pem')?.toString() ?? '';
    expect(() => sigstoreVerify(JSON.stringify(bundle), pem)).toThrow(/signature verification failed/);
  });
});

describe('the statement', () => {
  it('never lists a skipped check among those that passed or passed with a warning', async () => {
    const results = sampleResults({
      change: (check) => (check.id === 'models' ? failing(check, 'no model') : check),
    });
    const files = await sealed(results);
    const envelope = JSON.parse(files.get('data/proof.intoto.jsonl')?.toString() ?? '');
    const statement = statementSchema.parse(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()));
    const { predicate } = statement;
    expect(predicate.result).toBe('FAILED');
    expect(predicate.failedTests).toEqual(['models']);
    expect(predicate.warnedTests).toEqual([]);
    expect(predicate.passedTests).not.toContain('live-codex');
    expect(predicate.busdkSkippedTests).toHaveLength(SAMPLE.optional);
    expect(predicate.busdkSkippedTests).toContainEqual({
      name: 'live-codex',
      required: false,
      reason: 'PR-NOT-SELECTED',
    });
    expect(predicate.passedTests).toHaveLength(SAMPLE.required - 1);
  });
});
