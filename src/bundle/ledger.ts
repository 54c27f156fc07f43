import { z } from 'zod';
import type { Redactor } from '../redact/redactor.ts';
import type { SafeFile } from './redact-files.ts';

/** Name of the ledger in the top folder, and of its volatile part under `volatile/`. */
export const LEDGER_NAME = 'redactions.json';

/** Format of the redaction ledger: what was removed and where, and nothing of what it was. */
export const ledgerSchema = z.strictObject({
  schema: z.literal('busdk.setup/redactions/v1'),
  ruleset: z.strictObject({ version: z.string(), digest: z.string() }),
  totals: z.strictObject({
    redactions: z.int(),
    byRule: z.record(z.string(), z.int()),
    byFile: z.record(z.string(), z.int()),
    /** Files that were collected and not let through. They are counted here and named in the manifest. */
    withheld: z.int(),
  }),
  /**
   * Names of secrets of the run whose values are too short or too ordinary to be searched for: what protects them is
   * the key that stands before them, not their value.
   */
  unsearchable: z.array(z.string()),
  entries: z.array(
    z.strictObject({
      rule: z.string(),
      /** Path under the top folder. */
      file: z.string(),
      /** Line of the placeholder in the published file, from 1. */
      line: z.int().positive(),
      /** Column of the placeholder in bytes, from 1. */
      column: z.int().positive(),
      /** A range, never the length. */
      length: z.string(),
    }),
  ),
});
/** The redaction ledger of a bundle. */
export type Ledger = z.infer<typeof ledgerSchema>;

/** What the ledger tells of the redactor. */
export interface LedgerFacts {
  readonly ruleset: Redactor['ruleset'];
  /** Names of secrets, as {@link Redactor.unsearchable} gives them. */
  readonly unsearchable: readonly string[];
}

/**
 * Makes the ledger of files.
 * @param files in the order in which they shall stand
 * @param withheld number of files that were not let through
 */
export function makeLedger(files: readonly SafeFile[], withheld: number, facts: LedgerFacts): Ledger {
  const entries = files.flatMap(({ path, findings }) =>
    findings.map(({ rule, line, column, lengthBucket }) => ({
      rule,
      file: path,
      line,
      column,
      length: lengthBucket,
    })),
  );
  return {
    schema: 'busdk.setup/redactions/v1',
    ruleset: { version: facts.ruleset.version, digest: facts.ruleset.digest },
    totals: {
      redactions: entries.length,
      byRule: countBy(entries.map(({ rule }) => rule)),
      byFile: countBy(entries.map(({ file }) => file)),
      withheld,
    },
    unsearchable: [...facts.unsearchable].sort(),
    entries,
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
