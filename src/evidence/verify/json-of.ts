import type { z } from 'zod';
import { jsonText } from '../../bundle/json-file.ts';
import { textOf } from '../bag/file-map.ts';

/** Parses JSON of a known shape; undefined for anything else. */
export function jsonOf<T extends z.ZodType>(bytes: Uint8Array, schema: T): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(textOf(bytes))).data;
  } catch {
    return undefined;
  }
}

/** True for JSON that is written in the one way of a bundle: no key twice, two spaces, a line feed at the end. */
export function isPlainJson(bytes: Uint8Array): boolean {
  try {
    const text = textOf(bytes);
    return jsonText(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}
