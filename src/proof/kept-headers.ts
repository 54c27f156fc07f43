import { z } from 'zod';
import { plain } from './plain-text.ts';
import type { AnswerHead } from './wire.ts';

/** Most characters of one header that are kept. */
const LONGEST_VALUE = 200;

const value = z.string().max(4_000);

/** Kept headers that are the same each time the same stack gives the same answer. */
export const stableHeaders = z.strictObject({
  'content-type': value.optional(),
  server: value.optional(),
});

/** Kept headers that differ from one answer to the next. */
export const volatileHeaders = z.strictObject({
  'content-length': value.optional(),
  'x-request-id': value.optional(),
  'request-id': value.optional(),
});

/** Headers of an answer that are kept as evidence. Any other may hold a cookie or an address, and is dropped. */
export const keptHeaders = z.strictObject({ ...stableHeaders.shape, ...volatileHeaders.shape });
export type KeptHeaders = z.infer<typeof keptHeaders>;
export type StableHeaders = z.infer<typeof stableHeaders>;
export type VolatileHeaders = z.infer<typeof volatileHeaders>;

/**
 * The headers of an answer that may be kept: each on one line, without control characters, at most 200 of its own.
 * @returns undefined when it has none of them
 */
export function headersToKeep({ headers }: AnswerHead): KeptHeaders | undefined {
  return picked(keptHeaders, (name) => {
    const values = headers[name];
    return values === undefined ? undefined : plain(values.join(', '), LONGEST_VALUE);
  });
}

/** The kept headers that two answers of the same stack share; undefined when there are none. */
export function stablePart(headers: KeptHeaders = {}): StableHeaders | undefined {
  return picked(stableHeaders, (name) => headers[name]);
}

/** The kept headers that belong to one answer only; undefined when there are none. */
export function volatilePart(headers: KeptHeaders = {}): VolatileHeaders | undefined {
  return picked(volatileHeaders, (name) => headers[name]);
}

/** An object of the schema's own members, in its order, without those that are not there. */
function picked<T extends z.ZodObject>(
  schema: T,
  find: (name: keyof T['shape'] & string) => string | undefined,
): Partial<Record<keyof T['shape'] & string, string>> | undefined {
  const names: (keyof T['shape'] & string)[] = Object.keys(schema.shape);
  const entries = names.flatMap((name) => {
    const found = find(name);
    return found === undefined ? [] : [[name, found] as const];
  });
  if (entries.length === 0) return undefined;
  const kept: Partial<Record<keyof T['shape'] & string, string>> = {};
  for (const [name, found] of entries) kept[name] = found;
  return kept;
}
