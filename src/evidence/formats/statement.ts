import { z } from 'zod';
import { sha256Hex } from '../../bundle/archive.ts';
import type { Results } from '../../proof/report/results.ts';

/** Predicate of the statement (https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md). */
export const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1';
/** Type of an in-toto statement. */
export const STATEMENT = 'https://in-toto.io/Statement/v1';

const skipped = z.strictObject({ name: z.string(), required: z.boolean(), reason: z.string() });

/** Format of the statement that is signed. */
export const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT),
  subject: z.tuple([
    z.strictObject({ name: z.literal('results.json'), digest: z.strictObject({ sha256: z.string() }) }),
  ]),
  predicateType: z.literal(TEST_RESULT),
  predicate: z.strictObject({
    result: z.enum(['PASSED', 'WARNED', 'FAILED']),
    configuration: z.tuple([
      z.strictObject({ name: z.string(), mediaType: z.literal('application/json'), content: z.base64() }),
    ]),
    passedTests: z.array(z.string()),
    /** Always empty: the predicate means tests that passed with warnings, and example policies accept them. */
    warnedTests: z.array(z.string()).max(0),
    failedTests: z.array(z.string()),
    /** The predicate has no list for what was skipped. */
    busdkSkippedTests: z.array(skipped),
    busdkVerdictDigest: z.string(),
    busdkRun: z.string(),
    busdkStartedAt: z.string(),
    busdkChallenge: z.string().optional(),
  }),
});
/** The statement about a proof. */
export type Statement = z.infer<typeof statementSchema>;

/**
 * Makes the statement: which results these are, and what they say.
 * @param resultsBytes of `results.json`, which the statement names by digest
 */
export function statementOf(results: Results, resultsBytes: Uint8Array): Statement {
  const { checks, profile, selection, volatile } = results;
  const named = (status: 'PASS' | 'FAIL') =>
    checks.filter((check) => check.status === status).map(({ id }) => id);
  const idsOf = (required: boolean) =>
    checks.filter((check) => check.required === required).map(({ id }) => id);
  const configuration = {
    profile: profile.id,
    tier: profile.tier,
    runtime: profile.runtime,
    required: idsOf(true),
    optional: idsOf(false),
    selection,
  };
  return {
    _type: STATEMENT,
    subject: [{ name: 'results.json', digest: { sha256: sha256Hex(resultsBytes) } }],
    predicateType: TEST_RESULT,
    predicate: {
      result: results.verdict,
      configuration: [
        {
          name: `profile/${profile.id}`,
          mediaType: 'application/json',
          content: Buffer.from(JSON.stringify(configuration)).toString('base64'),
        },
      ],
      passedTests: named('PASS'),
      warnedTests: [],
      failedTests: named('FAIL'),
      busdkSkippedTests: checks
        .filter(({ status }) => status === 'SKIP')
        .map(({ id, required, reason }) => ({ name: id, required, reason: reason?.id ?? '' })),
      busdkVerdictDigest: results.verdictDigest,
      busdkRun: volatile.run,
      busdkStartedAt: volatile.startedAt,
      ...(results.challenge === undefined ? {} : { busdkChallenge: results.challenge }),
    },
  };
}

/** The bytes of a statement that are signed. */
export function statementBytes(results: Results, resultsBytes: Uint8Array): Buffer {
  return Buffer.from(JSON.stringify(statementOf(results, resultsBytes)));
}
