import { EXCEPTIONS_FILE } from '../redact/tracked-exceptions.ts';
import type { TrackedFinding, TrackedScan } from '../redact/tracked-scan.ts';
import { safeText } from '../steps/safe-text.ts';

type Scanned = Extract<TrackedScan, { outcome: 'scanned' }>;
type Failed = Extract<TrackedScan, { outcome: 'failed' }>;

/** Days that a new exception is proposed for. */
const PROPOSED_DAYS = 90;

/**
 * What a scan found, for a person: a line for each finding, what can be done about it, and a sum.
 * @param today `YYYY-MM-DD`
 */
export function scanLines(scan: Scanned, today: string): readonly string[] {
  return [
    ...scan.findings.map(findingLine),
    ...scan.unusedExceptions.map(
      (entry) => `${EXCEPTIONS_FILE}:1: note: entry ${entry} covers no finding any more`,
    ),
    ...proposal(scan.findings, today),
    summary(scan),
  ];
}

/** As a compiler tells an error, so that editors and terminals make a link of it. */
function findingLine({ file, line, severity, rule, fingerprint, inIndex, why }: TrackedFinding): string {
  const word = severity === 'refuse' ? 'error' : 'warning';
  const more = why === undefined ? '' : `: ${why}`;
  return `${oneLine(file)}:${line}: ${word}: ${rule}${more}${inIndex ? ' (staged)' : ''} [${fingerprint}]`;
}

function oneLine(path: string): string {
  return safeText(path).replaceAll('\n', ' ');
}

/** What somebody types who has looked at a finding and found it harmless. */
function proposal(findings: readonly TrackedFinding[], today: string): readonly string[] {
  const first = findings.find(({ rule }) => rule !== 'exception-refused');
  if (first === undefined) return [];
  const { file: path, rule, fingerprint } = first;
  const expires = new Date(Date.parse(today) + PROPOSED_DAYS * 86_400_000).toISOString().slice(0, 10);
  const entry = { path, rule, fingerprint, reason: '', expires };
  return [
    '',
    'A secret: revoke it, then take it out of the file.',
    `None: enter it in ${EXCEPTIONS_FILE}, with the reason, and let git track that file:`,
    safeText(JSON.stringify({ exceptions: [entry] })),
    '',
  ];
}

function summary({ findings, files, bytes, binary, submodules, links, excepted }: Scanned): string {
  const found = findings.length === 0 ? 'no finding' : counted(findings.length, 'finding');
  const left = `${binary} binary, ${counted(links, 'link')} and ${counted(submodules, 'submodule')} not read`;
  return `${found} in ${counted(files, 'file')}, ${(bytes / 1_000_000).toFixed(1)} MB; ${excepted} allowed; ${left}`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Why there was no scan, and what helps. */
export function failureLines({ problem, detail }: Failed, dir: string): readonly string[] {
  return [`could not scan: ${safeText(detail)}`, nextStep(problem, detail, dir)];
}

function nextStep(problem: Failed['problem'], detail: string, dir: string): string {
  if (problem === 'git-missing') return 'Next: install git, and scan again.';
  if (problem === 'no-files') return 'Next: git add the files that are to be scanned.';
  if (problem === 'self-test') return 'Next: do not trust this installation; install bus-setup anew.';
  if (problem === 'unreadable') return 'Next: make that file readable, or git rm --cached it.';
  if (detail.includes('dubious ownership'))
    return `Next: if you trust this checkout, git config --global --add safe.directory ${safeText(dir)}`;
  return 'Next: git status tells more; scan again when it works.';
}
