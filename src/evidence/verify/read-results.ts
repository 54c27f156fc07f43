import { plain } from '../../proof/plain-text.ts';
import { type Results, resultsSchema } from '../../proof/report/results.ts';
import { parseStrictJson, strictUtf8 } from '../../proof/strict-json.ts';
import { textOf } from '../bag/file-map.ts';
import { isPlainJson } from './json-of.ts';

/** Results, or why they cannot be read. */
export type ReadResults = { readonly results: Results } | { readonly fault: string };

/** In plain JSON only half a surrogate pair is written so: readers replace it, each in its own way. */
const HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;

/**
 * Reads `results.json` strictly: UTF-8, no key twice, the schema, and written as this program writes it.
 * @returns `fault` names at most three places, and no value
 */
export function readResults(bytes: Uint8Array): ReadResults {
  let value: unknown;
  try {
    value = parseStrictJson(strictUtf8(bytes));
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'it cannot be read' };
  }
  const parsed = resultsSchema.safeParse(value);
  if (!parsed.success) {
    const places = parsed.error.issues.slice(0, 3).map(({ path }) => path.join('.') || 'the document');
    // A path may hold a name that the maker of the file chose.
    return { fault: `wrong at ${plain(places.join(', '), 200)}` };
  }
  if (HALF_CHARACTER.test(textOf(bytes))) return { fault: 'half a character stands in it' };
  if (!isPlainJson(bytes)) return { fault: 'it is not written as bus-setup writes it' };
  return { results: parsed.data };
}
