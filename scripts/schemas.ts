// Writes the published JSON Schemas from the zod schemas that the program itself validates with.
// `node scripts/schemas.ts` writes them; `test/proof/schemas.test.ts` fails when they are out of date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { resultsSchema } from '../src/proof/report/results.ts';
import { profileFile } from '../src/stack/profile-extends.ts';
import { runEvent } from '../src/steps/events.ts';

/** Where the schemas stand, absolute. */
export const SCHEMAS_FOLDER = fileURLToPath(new URL('../schemas/', import.meta.url));

/** Each file of `schemas/` and its bytes. */
export function renderSchemas(): ReadonlyMap<string, string> {
  return new Map([
    rendered('results', 'Results of a proof (results.json)', resultsSchema),
    rendered('run-event', 'One event of a run: a line of --json and of the journal', runEvent),
    rendered('profile', 'A setup profile', profileFile),
  ]);
}

function rendered(name: string, title: string, schema: z.ZodType): readonly [string, string] {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  const file = `${name}.schema.json`;
  const document = { $schema, $id: file, title, ...rest };
  return [file, `${JSON.stringify(document, undefined, 2)}\n`];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(SCHEMAS_FOLDER, { recursive: true });
  for (const [file, text] of renderSchemas()) writeFileSync(`${SCHEMAS_FOLDER}${file}`, text);
}
