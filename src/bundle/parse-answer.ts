import type { z } from 'zod';

/**
 * Reads an answer of the stack against its schema.
 * @param schema what the contract says
 * @param body the answer's bytes as text, bounded by its reader
 * @returns the parsed answer without what the schema does not know; undefined when it has another shape
 */
export function parseAnswer<T extends z.ZodType>(schema: T, body: string): z.output<T> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
