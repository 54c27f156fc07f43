import { sha256Hex } from '../../bundle/archive.ts';
import { LEDGER_NAME } from '../../bundle/ledger.ts';
import { MANIFEST_NAME, type Manifest, manifestSchema } from '../../bundle/manifest.ts';
import { renderMarkdown } from '../../proof/report/markdown.ts';
import type { Results } from '../../proof/report/results.ts';
import { VERSION } from '../../version.ts';
import { type FileMap, textOf } from '../bag/file-map.ts';
import { checkBundleIntegrity, type PublishedDigest } from './check-bundle-integrity.ts';
import { checkCompleteness } from './check-completeness.ts';
import { checkLedger } from './check-ledger.ts';
import { checkRepeated } from './check-repeated.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkVerdict } from './check-verdict.ts';
import { jsonOf } from './json-of.ts';
import { readResults } from './read-results.ts';
import { type Point, Problems, type Verification } from './verification.ts';
import { factsOf, unreadableResults, type VerifyContext } from './verify-evidence.ts';

const RESULTS = 'proof/results.json';
const REPORT = 'proof/report.md';

/**
 * Verifies a diagnostic bundle that was read into memory. It never throws for anything that stands in the files.
 * @param files by their path under the top folder
 */
export async function verifyBundle(
  files: FileMap,
  published: PublishedDigest | undefined,
  context: VerifyContext,
): Promise<Verification> {
  const manifestBytes = files.get(MANIFEST_NAME);
  const manifest = manifestBytes === undefined ? undefined : jsonOf(manifestBytes, manifestSchema);
  const resultsBytes = files.get(RESULTS);
  const read = resultsBytes === undefined ? undefined : readResults(resultsBytes);
  const results = read !== undefined && 'results' in read ? read.results : undefined;
  const points: Point[] = [
    manifest === undefined ? noManifest() : checkBundleIntegrity(files, manifest, published),
    unsigned(),
    checkRepeated(results, context.own),
    ...(read !== undefined && 'fault' in read ? [unreadableResults(read.fault)] : []),
    ...(results === undefined ? [] : pointsOfResults(results, files, manifest, context)),
    ...(manifest === undefined ? [] : [checkLedger(files, manifest)]),
    checkSecrets(files),
  ];
  return {
    v: 1,
    kind: 'bundle',
    sound: points.every(({ status }) => status !== 'broken'),
    ...(results === undefined ? {} : { verdict: results.verdict }),
    points,
    facts: {
      ...factsOf(results),
      manifestSha256: manifestBytes === undefined ? undefined : sha256Hex(manifestBytes),
    },
  };
}

function pointsOfResults(
  results: Results,
  files: FileMap,
  manifest: Manifest | undefined,
  { profileOf, catalog }: VerifyContext,
): Point[] {
  const sameVersion = results.tool.version === VERSION;
  const known = { profile: profileOf(results.profile.id), catalog, sameVersion };
  return [
    checkVerdict(results),
    checkCompleteness(results, known),
    checkReport(results, files, manifest, sameVersion),
  ];
}

/** The redactor may have touched either of the two on their way into the bundle; then they cannot be compared. */
function checkReport(
  results: Results,
  files: FileMap,
  manifest: Manifest | undefined,
  sameVersion: boolean,
): Point {
  const problems = new Problems();
  const report = files.get(REPORT);
  const leftOut = manifest?.missing.find(({ path }) => path === REPORT)?.reason;
  if (report === undefined && leftOut !== undefined)
    return problems.point(
      { id: 'reports', broken: '' },
      { status: 'open', says: `The report was left out (${leftOut.id}): read results.json.` },
    );
  const redacted = [RESULTS, REPORT].some((path) => isRedacted(path, files));
  const comparable = sameVersion && !redacted;
  if (report === undefined) problems.add('EV-FILE-MISSING', REPORT);
  else if (comparable && textOf(report) !== renderMarkdown(results))
    problems.add('EV-REPORT-DIFFERS', REPORT);
  const why = redacted
    ? 'The results were redacted again, so the report cannot be made again from them.'
    : `Written by version ${results.tool.version}, which this one cannot repeat: read results.json, or verify with that version.`;
  return problems.point(
    { id: 'reports', broken: 'The report does not say what the results say.' },
    comparable
      ? { status: 'holds', says: 'The report was made again from the results, and is the same.' }
      : { status: 'open', says: why },
  );
}

function isRedacted(path: string, files: FileMap): boolean {
  const ledger = files.get(LEDGER_NAME);
  return ledger !== undefined && textOf(ledger).includes(`"file": ${JSON.stringify(path)}`);
}

function noManifest(): Point {
  const problems = new Problems();
  problems.add('EV-MANIFEST-FORM', MANIFEST_NAME);
  return problems.point(
    { id: 'integrity', level: 'V1', broken: 'There is no manifest to hold the files against.' },
    { status: 'open', says: '' },
  );
}

function unsigned(): Point {
  const says = 'A diagnostic bundle is not signed; the evidence set of the same run is.';
  return { id: 'origin', level: 'V2', status: 'open', says, problems: [] };
}
