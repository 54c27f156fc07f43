import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderSchemas, SCHEMAS_FOLDER } from '../../scripts/schemas.ts';

it('publishes the schemas as they are', () => {
  const rendered = renderSchemas();
  expect(readdirSync(SCHEMAS_FOLDER).sort()).toEqual([...rendered.keys()].sort());
  for (const [file, text] of rendered) {
    expect(readFileSync(join(SCHEMAS_FOLDER, file), 'utf8') === text, `${file}: run npm run schemas`).toBe(
      true,
    );
  }
});
