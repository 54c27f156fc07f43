import { sha256Hex } from '../../bundle/archive.ts';
import { VERSION } from '../../version.ts';
import { MANIFEST } from '../bag/bagit.ts';
import { STATEMENT } from '../formats/statement.ts';
import type { Acceptance } from './checklist.ts';
import type { JudgedItem } from './walk-checklist.ts';

/** Predicate of a receipt (https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md). */
export const SIMPLE_VERIFICATION_RESULT = 'https://in-toto.io/attestation/svr/v0.1';

/** What a receipt's signature is for: `ssh-keygen -Y verify` takes it as `-n`. */
export const RECEIPT_NAMESPACE = 'bus-setup-receipt';

/** Files that a receipt names by digest: the manifest stands for everything in it. */
const SUBJECTS = [MANIFEST, 'data/results.json', 'manifest.json', 'proof/results.json'] as const;

/**
 * Makes the receipt: which evidence the buyer looked at, what it showed, and what it left open.
 * @param signedOff ids of open lines that the buyer answers for
 */
export function receiptOf(
  { verification, results, files }: Acceptance,
  judged: readonly JudgedItem[],
  signedOff: readonly string[],
  now: Date,
): Record<string, unknown> {
  const tier = (results?.profile.tier ?? 'unknown').toUpperCase().replaceAll('-', '_');
  const ids = (state: JudgedItem['state']) =>
    judged.filter((each) => each.state === state).map(({ item }) => item.id);
  return {
    _type: STATEMENT,
    subject: SUBJECTS.flatMap((name) => {
      const bytes = files.get(name);
      return bytes === undefined ? [] : [{ name, digest: { sha256: sha256Hex(bytes) } }];
    }),
    predicateType: SIMPLE_VERIFICATION_RESULT,
    predicate: {
      verifier: { id: `pkg:npm/%40busdk/setup@${VERSION}` },
      timeCreated: now.toISOString(),
      // A local proof must never be taken for a hosted one: each property names its tier.
      properties: ids('met').map((id) => `BUS_SETUP_${tier}_${id}`),
      busdkSignedOff: signedOff,
      busdkOpen: ids('open').filter((id) => !signedOff.includes(id)),
      busdkRun: results?.volatile.run ?? '',
      busdkVerdictDigest: results?.verdictDigest ?? '',
      busdkSignerFingerprint: verification.facts.fingerprint ?? '',
    },
  };
}
