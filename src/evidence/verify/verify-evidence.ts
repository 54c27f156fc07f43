import { sha256Hex } from '../../bundle/archive.ts';
import type { Host } from '../../host/host.ts';
import type { Check } from '../../proof/check.ts';
import type { Results } from '../../proof/report/results.ts';
import type { Profile } from '../../stack/profile-schema.ts';
import { VERSION } from '../../version.ts';
import { MANIFEST, PAYLOAD } from '../bag/bagit.ts';
import { type FileMap, filesUnder } from '../bag/file-map.ts';
import { STATEMENT_FILES } from '../seal-evidence.ts';
import { checkCompleteness } from './check-completeness.ts';
import { checkFresh } from './check-fresh.ts';
import { checkIntegrity } from './check-integrity.ts';
import { checkOrigin, type TrustedOrigin } from './check-origin.ts';
import { checkRepeated } from './check-repeated.ts';
import { checkReports } from './check-reports.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkStatement } from './check-statement.ts';
import { checkVerdict } from './check-verdict.ts';
import { readResults } from './read-results.ts';
import { type Point, Problems, type Verification } from './verification.ts';

/** What the buyer brings along, and what the verifier knows itself. */
export interface VerifyContext {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly trusted: TrustedOrigin;
  /** The buyer's challenge. */
  readonly challenge?: string;
  /** Results of the buyer's own run. */
  readonly own?: Results;
  /** The verifier's own copy of a profile. */
  readonly profileOf: (id: string) => Profile | undefined;
  readonly catalog: readonly Check[];
}

/** Names in the payload that are no reports. */
const OWN_FILES = ['results.json', ...Object.values(STATEMENT_FILES)];

/**
 * Verifies an evidence set that was read into memory. It never throws for anything that stands in the files.
 * @param files by their path in the set
 */
export async function verifyEvidence(files: FileMap, context: VerifyContext): Promise<Verification> {
  const payload = new Map(
    [...filesUnder(files, PAYLOAD)].map(([path, bytes]) => [path.slice(PAYLOAD.length), bytes]),
  );
  const resultsBytes = payload.get('results.json');
  const read = resultsBytes === undefined ? { fault: 'it is not there' } : readResults(resultsBytes);
  const results = 'results' in read ? read.results : undefined;
  const origin = await checkOrigin(files, context.trusted, context);
  const sameVersion = results?.tool.version === VERSION;
  const aboutResults =
    results === undefined || resultsBytes === undefined
      ? { statement: undefined, points: [unreadableResults('fault' in read ? read.fault : '')] }
      : pointsOfResults(results, resultsBytes, payload, sameVersion, context);
  const points: Point[] = [
    checkIntegrity(files, sameVersion ? results : undefined),
    origin.point,
    checkFresh(context.challenge, results, aboutResults.statement),
    checkRepeated(results, context.own),
    ...aboutResults.points,
    checkSecrets(files),
  ];
  const manifest = files.get(MANIFEST);
  return {
    v: 1,
    kind: 'evidence',
    sound: points.every(({ status }) => status !== 'broken'),
    ...(results === undefined ? {} : { verdict: results.verdict }),
    points,
    facts: {
      ...factsOf(results),
      fingerprint: origin.fingerprint,
      proofCode: origin.proofCode,
      manifestSha256: manifest === undefined ? undefined : sha256Hex(manifest),
    },
  };
}

/** What results say of themselves. */
export function factsOf(results: Results | undefined): Verification['facts'] {
  if (results === undefined) return {};
  return {
    run: results.volatile.run,
    startedAt: results.volatile.startedAt,
    profile: results.profile.id,
    tier: results.profile.tier,
    counts: results.counts,
    verdictDigest: results.verdictDigest,
    challenge: results.challenge,
  };
}

/** The point for results that cannot be read: without them nothing else can be said. */
export function unreadableResults(fault: string): Point {
  const problems = new Problems();
  problems.add('EV-RESULTS-SHAPE', fault);
  return problems.point(
    { id: 'verdict', broken: 'There are no results to believe.' },
    { status: 'open', says: '' },
  );
}

function pointsOfResults(
  results: Results,
  resultsBytes: Uint8Array,
  payload: FileMap,
  sameVersion: boolean,
  { profileOf, catalog }: VerifyContext,
) {
  const statement = checkStatement(results, resultsBytes, payload);
  return {
    statement: statement.statement,
    points: [
      checkVerdict(results),
      checkCompleteness(results, { profile: profileOf(results.profile.id), catalog, sameVersion }),
      checkReports(results, payload, { own: OWN_FILES, sameVersion }),
      statement.point,
    ],
  };
}
