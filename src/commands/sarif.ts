import type { TrackedFinding } from '../redact/tracked-scan.ts';

/** A SARIF log, as much of it as a scan of tracked files needs (OASIS SARIF 2.1.0). */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly unknown[];
}

/** What a log says of its run. */
export interface SarifRun {
  /** Version of this program. */
  readonly version: string;
  /** Why there was no scan; a log without it says that it is complete. */
  readonly failure?: string;
}

/** What the rules mean that are no kind of secret; every other rule is one. */
const MEANINGS: Readonly<Record<string, string>> = {
  unscanned: 'The file is too large to be scanned.',
  'exception-refused': 'An entry of the allow file does not hold.',
};
const HELP: Readonly<Record<string, string>> = {
  unscanned: 'Look into the file, and take it out of the repository or enter it in .bus-setup-allow.json.',
  'exception-refused':
    'Each entry needs path, rule, fingerprint, a reason of eight letters or more, and a last day that has not passed.',
};
const SECRET_HELP =
  'Revoke the secret, then take it out of the file. If it is none, enter it in .bus-setup-allow.json with a reason and a day.';
/** How code scanning of GitHub ranks what is about security: 9 and more is critical, 4 and more medium. */
const RANK = { error: '9.5', warning: '5.0' } as const;

/** Tells findings as SARIF, for the code scanning of a forge. A fingerprint is all that is told of a value. */
export function sarifLog(findings: readonly TrackedFinding[], { version, failure }: SarifRun): SarifLog {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const occurrences = new Map<string, number>();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'bus-setup',
            version,
            rules: rules.map((id) =>
              ruleOf(
                id,
                findings.find(({ rule }) => rule === id),
              ),
            ),
          },
        },
        automationDetails: { id: 'bus-setup/scan/' },
        invocations: [invocation(failure)],
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => {
          const print = `${finding.rule}:${finding.fingerprint}`;
          const occurrence = (occurrences.get(print) ?? 0) + 1;
          occurrences.set(print, occurrence);
          return resultOf(finding, rules.indexOf(finding.rule), occurrence);
        }),
      },
    ],
  };
}

function invocation(failure: string | undefined) {
  if (failure === undefined) return { executionSuccessful: true };
  return {
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: 'error', message: { text: failure } }],
  };
}

function ruleOf(id: string, example: TrackedFinding | undefined) {
  const text = MEANINGS[id] ?? `A secret of the kind ${id} in a tracked file.`;
  const level = levelOf(example);
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text },
    fullDescription: { text: `${text} Whoever can read the repository can read it.` },
    help: { text: HELP[id] ?? SECRET_HELP },
    defaultConfiguration: { level },
    properties: { tags: ['security', 'external/cwe/cwe-798'], 'security-severity': RANK[level] },
  };
}

function levelOf(finding: TrackedFinding | undefined): keyof typeof RANK {
  return finding?.severity === 'refuse' ? 'error' : 'warning';
}

function resultOf(finding: TrackedFinding, ruleIndex: number, occurrence: number) {
  const { rule, file, line, fingerprint, inIndex, why } = finding;
  const text = MEANINGS[rule] ?? `A secret of the kind ${rule}.`;
  return {
    ruleId: rule,
    ruleIndex,
    level: levelOf(finding),
    message: { text: `${text}${why === undefined ? '' : ` The ${why}.`}${inIndex ? ' It is staged.' : ''}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
      },
    ],
    // GitHub knows a finding again by the first of them, and takes no others.
    partialFingerprints: {
      primaryLocationLineHash: `${fingerprint}:${occurrence}`,
      'busSetup/v1': fingerprint,
    },
  };
}

/** A relative URI reference; names of files may hold anything. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
