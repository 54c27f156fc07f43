import type { TrackedFinding } from '../redact/tracked-scan.ts';

/** A SARIF log, as much of it as a scan of tracked files needs (OASIS SARIF 2.1.0). */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly unknown[];
}

/** What the rules mean that are no kind of secret; every other rule is one. */
const MEANINGS: Readonly<Record<string, string>> = {
  unscanned: 'The file is too large to be scanned.',
  'exception-refused': 'An entry of the allow file says too little, or has expired.',
};

/**
 * Tells findings as SARIF, for the code scanning of a forge. A fingerprint is all that is told of a value.
 * @param version of this program
 */
export function sarifLog(findings: readonly TrackedFinding[], version: string): SarifLog {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'bus-setup',
            version,
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: MEANINGS[id] ?? `A secret of the kind ${id} in a tracked file.` },
              help: {
                text: 'Revoke the secret, then take it out of the file. If it is none, enter it in .bus-setup-allow.json with a reason and a day.',
              },
            })),
          },
        },
        invocations: [{ executionSuccessful: true }],
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ rule, severity, file, line, fingerprint, inIndex }) => ({
          ruleId: rule,
          ruleIndex: rules.indexOf(rule),
          level: severity === 'refuse' ? 'error' : 'warning',
          message: {
            text: `${MEANINGS[rule] ?? `A secret of the kind ${rule}.`}${inIndex ? ' It is staged.' : ''}`,
          },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
                region: { startLine: line },
              },
            },
          ],
          partialFingerprints: { 'busSetup/v1': fingerprint },
        })),
      },
    ],
  };
}

/** A relative URI reference; names of files may hold anything. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
