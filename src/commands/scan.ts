import { resolve } from 'node:path';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { scanTrackedFiles, type TrackedFinding, type TrackedScan } from '../redact/tracked-scan.ts';
import { redactedMessage } from '../stack/redacted-message.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';
import { VERSION } from '../version.ts';
import { sarifLog } from './sarif.ts';
import { failureLines, scanLines } from './scan-text.ts';

/** Flags of `bus-setup scan`. */
export interface ScanFlags {
  readonly json?: boolean;
  readonly format: string;
}

const FORMATS = ['text', 'json', 'sarif'];

/**
 * Scans the tracked files of a checkout for real secrets. Findings that were looked at stand in `.bus-setup-allow.json`
 * with a reason and a last day.
 * @param dir folder inside the checkout
 * @param signal ends the work
 * @returns 0 when there is no finding, 5 when there is one, or when it could not be scanned: that is not clean
 * @throws SetupError `RN-USAGE` for an unknown format, or a folder that is in no checkout
 */
export async function scanCommand(
  host: Host,
  console: { readonly out: LineOutput; readonly err: LineOutput },
  dir: string,
  flags: ScanFlags,
  signal: AbortSignal,
): Promise<number> {
  const format = flags.json === true ? 'json' : flags.format;
  if (!FORMATS.includes(format))
    throw new SetupError('RN-USAGE', `--format takes ${FORMATS.join(', ')}, not ${format}`);
  const today = host.now().toISOString().slice(0, 10);
  const scan = await scanTrackedFiles({ dir: resolve(host.cwd, dir), signal, today });
  if (scan.outcome === 'not-a-checkout') throw new SetupError('RN-USAGE', `${dir} is in no git checkout`);
  if (scan.outcome === 'failed') {
    const detail = await redactedMessage(safeText(scan.detail), host);
    const lines = failureLines({ ...scan, detail }, await redactedMessage(resolve(host.cwd, dir), host));
    if (format === 'json') console.out.line(JSON.stringify({ v: 1, problem: scan.problem, detail }));
    if (format === 'sarif') console.out.line(sarifText([], lines.join(' ')));
    for (const line of lines) console.err.line(line);
    return EXIT.refused;
  }
  for (const line of linesOf(scan, format, today)) console.out.line(line);
  return scan.findings.length === 0 ? 0 : EXIT.refused;
}

type Scanned = Extract<TrackedScan, { outcome: 'scanned' }>;

function linesOf(scan: Scanned, format: string, today: string): readonly string[] {
  if (format === 'sarif') return [sarifText(scan.findings)];
  if (format === 'text') return scanLines(scan, today);
  const { outcome: _outcome, ...facts } = scan;
  return [JSON.stringify({ v: 1, ...facts }, null, 2)];
}

function sarifText(findings: readonly TrackedFinding[], failure?: string): string {
  const log = sarifLog(findings, { version: VERSION, ...(failure === undefined ? {} : { failure }) });
  return JSON.stringify(log, null, 2);
}
