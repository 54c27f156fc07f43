import type { ArchiveMember } from './archive.ts';
import { jsonText } from './json-file.ts';
import { LEDGER_NAME, type LedgerFacts, makeLedger } from './ledger.ts';
import {
  type ListedFile,
  MANIFEST_NAME,
  type ManifestFacts,
  makeManifest,
  makeVolatileManifest,
} from './manifest.ts';
import type { SafeCollection, SafeFile } from './redact-files.ts';
import type { SelfTestCase } from './redaction-self-test.ts';
import { makeStatement, STATEMENT_NAME } from './redaction-statement.ts';
import { VOLATILE_FOLDER } from './run-collectors.ts';

/** The one folder that everything in a bundle lies under. */
export const TOP_FOLDER = 'bus-setup-bundle';

/** Reasons with which a file that was collected is kept out. */
const WITHHELD = new Set(['BN-WITHHELD', 'BN-UNSAFE-FILE', 'BN-UNSAFE-NAME']);

/** Everything that goes into the archive. */
export interface AssembledBundle {
  readonly members: readonly ArchiveMember[];
  readonly contentDigest: string;
}

/** What the bundle tells beside its files. */
export interface BundleFacts extends Omit<ManifestFacts, 'collections'>, LedgerFacts {
  /** What the self-test tried right before. */
  readonly selfTest: readonly SelfTestCase[];
  /** Number of values that the gate looks for. */
  readonly secrets: number;
}

/**
 * Puts the redacted files, the ledger and the manifest together. What the bundle tells of volatile files lies in
 * `volatile/` with them, so that the rest is the same for the same state.
 */
export function assembleBundle(collections: readonly SafeCollection[], facts: BundleFacts): AssembledBundle {
  const collected = collections.flatMap(({ collector, files }) =>
    files.map((file) => listed(file, collector.id)),
  );
  const withLedger = [
    ...collected,
    ledgerFile(collections, facts, false),
    ledgerFile(collections, facts, true),
  ];
  const scanned = {
    files: withLedger.length,
    bytes: withLedger.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
  };
  const withStatement = [
    ...withLedger,
    ownFile(
      `${VOLATILE_FOLDER}/${STATEMENT_NAME}`,
      makeStatement({ ...facts, ...scanned }),
      'by which rules it was redacted, and what the last scan found',
      true,
    ),
  ];
  const files = [
    ...withStatement,
    ownFile(
      `${VOLATILE_FOLDER}/${MANIFEST_NAME}`,
      makeVolatileManifest(withStatement),
      'size and digest of the volatile files',
      true,
    ),
  ];
  const manifest = makeManifest(files, { ...facts, collections });
  const members = [...files, ownFile(MANIFEST_NAME, manifest, 'what is in this bundle', false)].map(
    ({ path, bytes }) => ({ path: `${TOP_FOLDER}/${path}`, bytes }),
  );
  return { members, contentDigest: manifest.contentDigest };
}

function ledgerFile(
  collections: readonly SafeCollection[],
  facts: BundleFacts,
  volatile: boolean,
): ListedFile {
  const files = collections.flatMap((collection) =>
    collection.files.filter((file) => file.volatile === volatile),
  );
  const withheld = collections
    .flatMap(({ missing }) => missing)
    .filter((absence) => absence.volatile === volatile && WITHHELD.has(absence.reason.id));
  const ledger = makeLedger(files, withheld.length, facts);
  const path = volatile ? `${VOLATILE_FOLDER}/${LEDGER_NAME}` : LEDGER_NAME;
  return ownFile(path, ledger, 'what was removed by which rule, and where', volatile);
}

function listed({ findings, ...file }: SafeFile, collector: string): ListedFile {
  return { ...file, collector, redactions: findings.length };
}

function ownFile(path: string, content: unknown, why: string, volatile: boolean): ListedFile {
  return { path, bytes: Buffer.from(jsonText(content)), volatile, why, collector: 'bundle', redactions: 0 };
}
