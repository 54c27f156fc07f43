import type { CollectedFile } from './collector.ts';

/** Two-space JSON with a line feed at its end: what is read by people and compared by tools. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/**
 * A JSON file for the bundle.
 * @param path path inside the bundle
 * @param value plain data; keys stay in the order given
 * @param why one clause for the person who looks through it
 * @param options `volatile` for facts that differ between two bundles of the same state
 */
export function jsonFile(
  path: string,
  value: unknown,
  why: string,
  options: { readonly volatile?: boolean } = {},
): CollectedFile {
  return { path, why, bytes: Buffer.from(jsonText(value)), volatile: options.volatile ?? false };
}
