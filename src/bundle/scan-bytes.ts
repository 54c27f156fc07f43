import { setImmediate } from 'node:timers/promises';
import type { LeakHit, leakScan } from '../redact/leak-scan.ts';

/**
 * A scan decodes what it sees into many times its size. A window bounds that, and is short enough that a screen can draw
 * between two of them.
 */
const WINDOW_BYTES = 256 * 1024;
/** What two windows share: longer than any value in any encoding that is looked for. */
const OVERLAP_BYTES = 16 * 1024;

/**
 * Scans bytes for leaks in windows, and gives way between them.
 * @param name for the hits; it is scanned too
 * @param scan made once for all files: what is looked for is put together when it is made
 * @returns every rule and way once, with its first offset in the bytes
 * @throws the signal's reason
 */
export async function scanBytes(
  name: string,
  bytes: Uint8Array,
  scan: ReturnType<typeof leakScan>,
  signal: AbortSignal,
): Promise<readonly LeakHit[]> {
  const hits = new Map<string, LeakHit>();
  const add = (found: readonly LeakHit[], start: number) => {
    for (const hit of found) {
      const key = `${hit.rule} ${hit.path}`;
      if (!hits.has(key)) hits.set(key, { ...hit, offset: start + hit.offset });
    }
  };
  add(scan('(file name)', Buffer.from(name, 'utf8')), 0);
  // A compressed member or UTF-16 cannot be entered in its middle.
  const step = bytes.includes(0) ? Math.max(1, bytes.byteLength) : WINDOW_BYTES;
  for (let start = 0; start === 0 || start < bytes.byteLength; start += step) {
    const end = Math.min(bytes.byteLength, start + step + OVERLAP_BYTES);
    add(scan(name, bytes.subarray(start, end)), start);
    await setImmediate();
    signal.throwIfAborted();
  }
  return [...hits.values()];
}
