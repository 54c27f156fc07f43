import { SetupError } from '../reasons/setup-error.ts';
import type { ArchiveMember } from './archive.ts';
import { TOP_FOLDER } from './assemble-bundle.ts';
import { LEDGER_NAME, ledgerSchema } from './ledger.ts';
import { MANIFEST_NAME } from './manifest.ts';
import { ledgerDifferences } from './placeholder-places.ts';
import { VOLATILE_FOLDER } from './run-collectors.ts';

const LEDGERS = [LEDGER_NAME, `${VOLATILE_FOLDER}/${LEDGER_NAME}`];

/** What the bundle tells of itself holds reasons, which were redacted without a line in the ledger. */
const WITHOUT_ENTRIES = new Set([...LEDGERS, MANIFEST_NAME, `${VOLATILE_FOLDER}/${MANIFEST_NAME}`]);

/**
 * Holds the ledgers of a finished bundle against its files, both ways: each entry points at a placeholder, and no
 * placeholder is without an entry.
 * @param members of the archive, with the top folder
 * @throws SetupError `BN-LEDGER-DIFFERS` naming the first place
 */
export function holdLedger(members: readonly ArchiveMember[]): void {
  const files = new Map(members.map(({ path, bytes }) => [path.slice(TOP_FOLDER.length + 1), bytes]));
  const entries = LEDGERS.flatMap((path) => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new SetupError('BN-LEDGER-DIFFERS', `${path} is not there`);
    return ledgerSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).entries;
  });
  const held = new Map([...files].filter(([path]) => !WITHOUT_ENTRIES.has(path)));
  const [first] = ledgerDifferences(entries, held);
  if (first === undefined) return;
  const { file, place, kind } = first;
  throw new SetupError('BN-LEDGER-DIFFERS', `${kind} at ${file}:${place.line}:${place.column}`);
}
