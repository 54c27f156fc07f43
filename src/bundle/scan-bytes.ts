import { setImmediate } from 'node:timers/promises';
import { DIGITS, NO_DIGIT } from '../redact/leak-runs.ts';
import type { LeakHit, LeakScan } from '../redact/leak-scan.ts';

/**
 * A scan decodes what it sees into many times its size. A window bounds that, and is short enough that a screen can draw
 * between two of them.
 */
const WINDOW_BYTES = 256 * 1024;
/** What two windows share: longer than any value in any encoding that is looked for. */
const OVERLAP_BYTES = 16 * 1024;
/** A compressed member in base64 cannot be entered in its middle: so far a window goes on to hold the whole of one. */
const LONGEST_RUN_BYTES = 8 * 1024 * 1024;
const BASE64 = DIGITS.base64;

/**
 * Scans bytes for leaks in windows, and gives way between them.
 * @param name for the hits; it is scanned too
 * @param members false for the bytes of an archive whose members are scanned by themselves
 * @param scan made once for all files: what is looked for is put together when it is made
 * @returns every rule and way once, with its first offset in the bytes
 * @throws the signal's reason
 */
export async function scanBytes(
  name: string,
  bytes: Uint8Array,
  scan: LeakScan,
  signal: AbortSignal,
  { members = true }: { readonly members?: boolean } = {},
): Promise<readonly LeakHit[]> {
  const hits = new Map<string, LeakHit>();
  const add = (found: readonly LeakHit[], start: number) => {
    for (const hit of found) {
      const key = `${hit.rule} ${hit.path}`;
      if (!hits.has(key)) hits.set(key, { ...hit, offset: start + hit.offset });
    }
  };
  const breathe = async (): Promise<void> => {
    await setImmediate();
    signal.throwIfAborted();
  };
  add(scan('(file name)', Buffer.from(name, 'utf8')), 0);
  // Nor can a member that is no text.
  if (members) add(scan(name, bytes, 'members'), 0);
  await breathe();
  for (
    let start = 0, end = 0;
    end < bytes.byteLength;
    start = Math.max(start + WINDOW_BYTES, end - OVERLAP_BYTES)
  ) {
    end = endOfRun(bytes, Math.min(bytes.byteLength, start + WINDOW_BYTES + OVERLAP_BYTES));
    add(scan(name, bytes.subarray(start, end), 'text'), start);
    await breathe();
  }
  return [...hits.values()];
}

/** The end of the digits of base64 that stand from `at` on. */
function endOfRun(bytes: Uint8Array, at: number): number {
  const most = Math.min(bytes.byteLength, at + LONGEST_RUN_BYTES);
  let end = at;
  while (end < most && BASE64[bytes[end] as number] !== NO_DIGIT) end++;
  return end;
}
