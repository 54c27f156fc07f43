import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import type { RedactionFinding } from '../redact/ledger.ts';
import type { RedactedFile, Redactor } from '../redact/redactor.ts';
import type { Collector } from './collector.ts';
import type { Absence, Collection, PlacedFile } from './run-collectors.ts';

/** One file as it goes into the bundle. */
export interface SafeFile {
  /** Path under the top folder. */
  readonly path: string;
  /** After redaction. */
  readonly bytes: Uint8Array;
  readonly volatile: boolean;
  readonly why: string;
  readonly findings: readonly RedactionFinding[];
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
 */
export function redactCollections(
  collections: readonly Collection[],
  redactor: Redactor,
): readonly SafeCollection[] {
  for (const { files } of collections) for (const file of files) learnFrom(file, redactor);
  return collections.map((collection) => {
    const files: SafeFile[] = [];
    const missing = collection.missing.map((absence) => ({
      ...absence,
      reason: safeReason(absence.reason, redactor),
    }));
    for (const file of collection.files) {
      const redacted = redactFile(file, redactor);
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
  return { path, volatile, why, bytes: redacted.bytes, findings: redacted.findings };
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
