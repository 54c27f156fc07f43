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

/**
 * Sends every byte that was collected through the redactor, and every reason too. A file on which it fails or that
 * it does not want to treat is withheld and named; the rest goes on. Two passes: a secret that only its key gives
 * away in one file goes from every other file as well.
 * @param logRedactor for logs and journals: it may take personal data out too
 */
export function redactCollections(
  collections: readonly Collection[],
  redactor: Redactor,
  logRedactor: Redactor = redactor,
): readonly SafeCollection[] {
  const redactors = new Set([redactor, logRedactor]);
  for (const { files } of collections) {
    for (const file of files) for (const each of redactors) learnFrom(file, each);
  }
  return collections.map((collection) => {
    const files: SafeFile[] = [];
    const missing = collection.missing.map((absence) => ({
      ...absence,
      reason: safeReason(absence.reason, redactor),
    }));
    for (const file of collection.files) {
      const redacted = redactFile(file, isLog(file.path) ? logRedactor : redactor);
      if ('withheld' in redacted) missing.push(redacted.withheld);
      else files.push(redacted);
    }
    return {
      collector: collection.collector,
      files,
      missing,
      ...(collection.reason === undefined ? {} : { reason: safeReason(collection.reason, redactor) }),
    };
  });
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
  const { path, volatile, why } = file;
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
  return { path, volatile, why, bytes: redacted.bytes, findings };
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
