import { setImmediate } from 'node:timers/promises';
import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import type { RedactedFile, Redactor } from '../redact/redactor.ts';
import type { Collector } from './collector.ts';
import { countPlaceholders, placeholdersIn, REDACTED_BEFORE } from './placeholder-places.ts';
import type { Absence, Collection, PlacedFile } from './run-collectors.ts';

/** One file as it goes into the bundle. */
export interface SafeFile {
  /** Path under the top folder. */
  readonly path: string;
  /** After redaction. */
  readonly bytes: Uint8Array;
  readonly volatile: boolean;
  readonly why: string;
  /** What was kept of a text that was cut, e.g. `the last 256 KiB`. */
  readonly cut?: string;
  /** What was removed, and what had been removed before: one entry for each placeholder. */
  readonly findings: readonly LedgerFinding[];
}

/** What the ledger tells of one placeholder. */
export interface LedgerFinding {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  /** A range, or `unknown` for what had been removed before. */
  readonly lengthBucket: string;
}

/** What one collector brought, after redaction. */
export interface SafeCollection {
  readonly collector: Collector;
  readonly files: readonly SafeFile[];
  readonly missing: readonly Absence[];
  readonly reason?: Reason;
}

/** What redacting needs beside the redactor. */
export interface RedactOptions {
  /** For logs and journals: it may take personal data out too. The same redactor by default. */
  readonly logRedactor?: Redactor;
  readonly signal: AbortSignal;
}

/**
 * Sends every byte that was collected through the redactor, and every reason too. A file on which it fails or that
 * it does not want to treat is withheld and named; the rest goes on. Two passes: a secret that only its key gives
 * away in one file goes from every other file as well.
 * @throws the signal's reason
 */
export async function redactCollections(
  collections: readonly Collection[],
  redactor: Redactor,
  options: RedactOptions,
): Promise<readonly SafeCollection[]> {
  const { logRedactor = redactor, signal } = options;
  const all = collections.flatMap(({ files }) => files);
  const breathe = async (): Promise<void> => {
    // Redacting does not wait for anything: let the screen draw and a cancellation come through.
    await setImmediate();
    signal.throwIfAborted();
  };
  for (const file of all) {
    for (const each of new Set([redactor, logRedactor])) learnFrom(file, each);
    await breathe();
  }
  const safe: SafeCollection[] = [];
  for (const { collector, files, missing, reason: failed } of collections) {
    const kept: SafeFile[] = [];
    const gone = missing.map((absence) => ({ ...absence, reason: safeReason(absence.reason, redactor) }));
    for (const file of files) {
      const redacted = redactFile(file, isLog(file.path) ? logRedactor : redactor);
      if ('withheld' in redacted) gone.push(redacted.withheld);
      else kept.push(redacted);
      await breathe();
    }
    const why = failed === undefined ? {} : { reason: safeReason(failed, redactor) };
    safe.push({ collector, files: kept, missing: gone, ...why });
  }
  return safe;
}

function isLog(path: string): boolean {
  return /\.(log|ndjson)$/.test(path);
}

function learnFrom({ path, bytes }: PlacedFile, redactor: Redactor): void {
  try {
    redactor.learn(path, bytes);
  } catch {
    // The second pass fails on the same bytes, and withholds the file.
  }
}

function redactFile(file: PlacedFile, redactor: Redactor): SafeFile | { readonly withheld: Absence } {
  const { path, volatile, why, cut } = file;
  const withheld = (rule: string) => ({
    withheld: { path, volatile, reason: reason('BN-WITHHELD', `rule ${rule}`) },
  });
  let redacted: RedactedFile;
  try {
    redacted = redactor.file(path, file.bytes);
  } catch {
    // What it threw could quote what it choked on.
    return withheld('redactor-failed');
  }
  if (redacted.withheld !== undefined) return withheld(redacted.withheld.rule);
  const findings = allFindings(file.bytes, redacted);
  if (findings === undefined) return withheld('ledger-differs');
  return { path, volatile, why, bytes: redacted.bytes, findings, ...(cut === undefined ? {} : { cut }) };
}

/**
 * One finding for each placeholder of the output. A text that the run had redacted holds older ones.
 * @returns undefined when the redactor's findings and the placeholders do not agree
 */
function allFindings(before: Uint8Array, redacted: RedactedFile): readonly LedgerFinding[] | undefined {
  const places = placeholdersIn(redacted.bytes);
  const told = new Set(redacted.findings.map(({ line, column }) => `${line}:${column}`));
  const older = places.filter(({ line, column }) => !told.has(`${line}:${column}`));
  if (places.length - older.length !== told.size || older.length > countPlaceholders(before))
    return undefined;
  const findings = redacted.findings.map(({ rule, line, column, lengthBucket }) => ({
    rule,
    line,
    column,
    lengthBucket,
  }));
  const added = older.map((place) => ({ ...place, rule: REDACTED_BEFORE, lengthBucket: 'unknown' }));
  return [...findings, ...added].sort((left, right) => left.line - right.line || left.column - right.column);
}

/** A reason whose detail may quote the stack or the machine. */
function safeReason(unsafe: Reason, redactor: Redactor): Reason {
  if (unsafe.detail === undefined) return unsafe;
  const { detail, ...rest } = unsafe;
  try {
    return { ...rest, detail: redactor.text(detail) };
  } catch {
    return rest;
  }
}
