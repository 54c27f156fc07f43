import { LEDGER_NAME, type Ledger, ledgerSchema } from '../../bundle/ledger.ts';
import type { Manifest } from '../../bundle/manifest.ts';
import { VOLATILE_FOLDER } from '../../bundle/run-collectors.ts';
import type { FileMap } from '../bag/file-map.ts';
import { jsonOf } from './json-of.ts';
import { type Point, Problems } from './verification.ts';

/** A placeholder as the redactor writes it. */
const PLACEHOLDER = /\[REDACTED:[a-z0-9-]{1,40}(?::[0-9a-f]{12})?\]/g;

/** Collectors of files that were redacted when the run wrote them: their placeholders are older than the ledger. */
const REDACTED_BEFORE = new Set(['results', 'journal', 'bundle']);

/**
 * The ledger and the placeholders agree both ways: each entry points at a placeholder, and no placeholder is without
 * an entry.
 * @param files by their path under the top folder
 */
export function checkLedger(files: FileMap, manifest: Manifest): Point {
  const problems = new Problems();
  const ledgers = [LEDGER_NAME, `${VOLATILE_FOLDER}/${LEDGER_NAME}`].flatMap(
    (path) => ledgerIn(path, files, problems) ?? [],
  );
  const entries = ledgers.flatMap((ledger) => ledger.entries);
  const collectorOf = new Map(manifest.files.map(({ path, collector }) => [path, collector]));
  const places = placesOf(entries);
  for (const [path, bytes] of files) {
    const expected = places.get(path) ?? new Set();
    const found = placeholdersIn(bytes);
    for (const place of expected)
      if (!found.has(place)) problems.add('EV-LEDGER-DIFFERS', `${path}:${place}`);
    if (REDACTED_BEFORE.has(collectorOf.get(path) ?? 'bundle')) continue;
    for (const place of found)
      if (!expected.has(place)) problems.add('EV-LEDGER-DIFFERS', `${path}:${place}`);
  }
  for (const path of places.keys()) if (!files.has(path)) problems.add('EV-LEDGER-DIFFERS', path);
  return problems.point(
    { id: 'ledger', broken: 'The redaction ledger does not tell what was removed.' },
    {
      status: 'holds',
      says: `All ${entries.length} redactions stand in the ledger, and each entry points at a placeholder.`,
    },
  );
}

function ledgerIn(path: string, files: FileMap, problems: Problems): Ledger | undefined {
  const bytes = files.get(path);
  const ledger = bytes === undefined ? undefined : jsonOf(bytes, ledgerSchema);
  if (ledger === undefined) {
    problems.add('EV-LEDGER-DIFFERS', `${path} cannot be read`);
    return undefined;
  }
  const { entries, totals } = ledger;
  const countBy = (nameOf: (entry: Ledger['entries'][number]) => string) =>
    JSON.stringify(
      Object.entries(Object.groupBy(entries, nameOf))
        .map(([name, of]) => [name, of?.length ?? 0])
        .sort(([left], [right]) => (String(left) < String(right) ? -1 : 1)),
    );
  const agree =
    totals.redactions === entries.length &&
    countBy(({ rule }) => rule) === JSON.stringify(Object.entries(totals.byRule)) &&
    countBy(({ file }) => file) === JSON.stringify(Object.entries(totals.byFile));
  if (!agree) problems.add('EV-LEDGER-DIFFERS', `the totals of ${path}`);
  return ledger;
}

/** `line:column` of the entries of each file. */
function placesOf(entries: Ledger['entries']): ReadonlyMap<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const { file, line, column } of entries) {
    const of = places.get(file) ?? new Set();
    of.add(`${line}:${column}`);
    places.set(file, of);
  }
  return places;
}

/** `line:column` of every placeholder, lines from 1, columns in bytes from 1. */
function placeholdersIn(bytes: Uint8Array): ReadonlySet<string> {
  // One letter a byte, so that offsets are those of the bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const places = new Set<string>();
  let line = 1;
  let lineStart = 0;
  for (const { index } of text.matchAll(PLACEHOLDER)) {
    for (let at = text.indexOf('\n', lineStart); at >= 0 && at < index; at = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = at + 1;
    }
    places.add(`${line}:${index - lineStart + 1}`);
  }
  return places;
}
