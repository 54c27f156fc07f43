/** Size of a tar block in bytes, and the fields of its header (POSIX, pax: ustar interchange format). */
const BLOCK = 512;
const SIZE = { at: 124, length: 12 } as const;
const TYPE_AT = 156;
/** Types of members whose content is a file; what others carry (pax records, long names) belongs to the headers. */
const FILES = new Set(['0', '\0', '7']);

/**
 * Everything in a tar that is no file's content: names, owners, link targets, pax records, padding, and what follows the
 * end. Where it cannot be told what is what, it is all of it.
 */
export function tarFrame(tar: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + BLOCK <= tar.length) {
    const header = tar.subarray(at, at + BLOCK);
    const isEnd = header.every((byte) => byte === 0);
    const size = isEnd ? 0 : sizeOf(header);
    if (size === undefined) break;
    const isFile = FILES.has(String.fromCharCode(header[TYPE_AT] ?? 0));
    parts.push(header);
    const body = at + BLOCK;
    at = body + Math.ceil(size / BLOCK) * BLOCK;
    parts.push(tar.subarray(isFile ? body + size : body, at));
  }
  parts.push(tar.subarray(at));
  return Buffer.concat(parts);
}

function sizeOf(header: Buffer): number | undefined {
  const text = header
    .toString('latin1', SIZE.at, SIZE.at + SIZE.length)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  return /^[0-7]{0,12}$/.test(text) ? Number.parseInt(text || '0', 8) : undefined;
}
