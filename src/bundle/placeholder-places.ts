/** A placeholder as the redactor writes it. */
const PLACEHOLDER = /\[REDACTED:[a-z0-9-]{1,40}(?::[0-9a-f]{12})?\]/g;

/** Rule of a placeholder that was there before the bundle was redacted: the run itself wrote it. */
export const REDACTED_BEFORE = 'redacted-before';

/** Where a placeholder stands: line and column in bytes, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Every placeholder of a file, in order. */
export function placeholdersIn(bytes: Uint8Array): readonly Place[] {
  // One letter a byte, so that offsets are those of the bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const places: Place[] = [];
  let line = 1;
  let lineStart = 0;
  for (const { index } of text.matchAll(PLACEHOLDER)) {
    for (let at = text.indexOf('\n', lineStart); at >= 0 && at < index; at = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = at + 1;
    }
    places.push({ line, column: index - lineStart + 1 });
  }
  return places;
}

/** Number of placeholders in a file. */
export function countPlaceholders(bytes: Uint8Array): number {
  return placeholdersIn(bytes).length;
}

/** One place where ledger and files do not agree. */
export interface LedgerDifference {
  readonly file: string;
  readonly place: Place;
  /** `no-placeholder`: an entry that points at nothing; `no-entry`: a placeholder that no entry tells of. */
  readonly kind: 'no-placeholder' | 'no-entry';
}

/**
 * Holds ledger entries against files, both ways.
 * @param entries of all ledgers
 * @param files by their path under the top folder; files that hold no redacted text (manifests, ledgers) left out
 */
export function ledgerDifferences(
  entries: readonly (Place & { readonly file: string })[],
  files: ReadonlyMap<string, Uint8Array>,
): readonly LedgerDifference[] {
  const differences: LedgerDifference[] = [];
  const expected = Map.groupBy(entries, ({ file }) => file);
  for (const file of new Set([...expected.keys(), ...files.keys()])) {
    const bytes = files.get(file);
    const found = new Map(
      (bytes === undefined ? [] : placeholdersIn(bytes)).map((place) => [keyOf(place), place]),
    );
    const told = new Map(
      (expected.get(file) ?? []).map(({ line, column }) => [`${line}:${column}`, { line, column }]),
    );
    for (const [key, place] of told)
      if (!found.has(key)) differences.push({ file, place, kind: 'no-placeholder' });
    for (const [key, place] of found) if (!told.has(key)) differences.push({ file, place, kind: 'no-entry' });
  }
  return differences;
}

function keyOf({ line, column }: Place): string {
  return `${line}:${column}`;
}
