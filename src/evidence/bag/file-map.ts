/** Files by their path under one top folder, with `/` between the parts. */
export type FileMap = ReadonlyMap<string, Uint8Array>;

/** The files whose path starts with `prefix`. */
export function filesUnder(files: FileMap, prefix: string): FileMap {
  return new Map([...files].filter(([path]) => path.startsWith(prefix)));
}

/** A file as UTF-8 text. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
