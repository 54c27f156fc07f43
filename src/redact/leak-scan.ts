import type { SecretRegistry } from './secret.ts';

/** A secret that was found where none may be: where, and by which rule, never what. */
export interface LeakHit {
  readonly rule: string;
  /** Name of the file, followed by the way through its encodings, e.g. `logs/a.log!base64`. */
  readonly path: string;
  /** Offset in bytes in the file, or in the decoded bytes when `path` names an encoding. */
  readonly offset: number;
}

/** Scans finished bytes for known values and secret shapes. */
export function scanForLeaks(name: string, bytes: Uint8Array, registry: SecretRegistry): LeakHit[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hits: LeakHit[] = [];
  for (const secret of registry.all()) {
    if (secret.publicDefault) continue;
    const offset = buffer.indexOf(secret.reveal());
    if (offset >= 0) hits.push({ rule: 'known-value', path: name, offset });
  }
  return hits;
}
