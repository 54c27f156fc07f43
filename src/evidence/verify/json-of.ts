import type { z } from 'zod';
import { textOf } from '../bag/file-map.ts';

/** Parses JSON of a known shape; undefined for anything else. */
export function jsonOf<T extends z.ZodType>(bytes: Uint8Array, schema: T): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(textOf(bytes))).data;
  } catch {
    return undefined;
  }
}
