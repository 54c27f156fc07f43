import { z } from 'zod';
import { ENCODINGS, GATE_ONLY, type SelfTestCase } from './redaction-self-test.ts';

/** Name of the statement, under `volatile/`: the number of secrets differs between two runs of the same stack. */
export const STATEMENT_NAME = 'redaction-statement.json';

/** Format of the statement: by which rules the bundle was redacted, and what the scan of the finished bundle found. */
export const statementSchema = z.strictObject({
  schema: z.literal('busdk.setup/redaction-statement/v1'),
  /** One sentence, e.g. `37 secrets × 14 encodings, 2.1 MB scanned, 0 hits`. */
  statement: z.string(),
  ruleset: z.strictObject({ version: z.string(), digest: z.string() }),
  /** Canaries that were sent through redactor, gate and tracked scan right before; `passed` equals `tried`. */
  selfTest: z.strictObject({ tried: z.int(), passed: z.int() }),
  /** Values of the run that were looked for; their names are not told. */
  secrets: z.int(),
  /** Names of the encodings in which they were looked for. */
  encodings: z.array(z.string()),
  scanned: z.strictObject({
    files: z.int(),
    /** Of the collected files and the ledgers; the gate scans the manifests, this file and the archive's headers too. */
    bytes: z.int(),
  }),
  /** A bundle with a hit is never written, so it is 0 wherever this file is. */
  hits: z.literal(0),
});
/** The statement of a bundle. */
export type RedactionStatement = z.infer<typeof statementSchema>;

/** Makes the statement. It is written before the scan: whoever reads it reads a bundle that passed. */
export function makeStatement(facts: {
  readonly ruleset: { readonly version: string; readonly digest: string };
  readonly selfTest: readonly SelfTestCase[];
  readonly secrets: number;
  readonly files: number;
  readonly bytes: number;
}): RedactionStatement {
  const encodings = [...ENCODINGS, ...GATE_ONLY].map(({ name }) => name);
  const megabytes = (facts.bytes / 1_000_000).toFixed(1);
  return {
    schema: 'busdk.setup/redaction-statement/v1',
    statement: `${facts.secrets} secrets × ${encodings.length} encodings, ${megabytes} MB scanned, 0 hits`,
    ruleset: { version: facts.ruleset.version, digest: facts.ruleset.digest },
    selfTest: {
      tried: facts.selfTest.length,
      passed: facts.selfTest.filter(({ passed }) => passed).length,
    },
    secrets: facts.secrets,
    encodings,
    scanned: { files: facts.files, bytes: facts.bytes },
    hits: 0,
  };
}
