import { TextDecoder } from 'node:util';

/** What the first bytes of a file say about how to read it. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'binary' | 'archive';

/** How many of the first bytes are looked at. */
export const SNIFFED = 8 * 1024;

const ARCHIVES: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x42, 0x5a, 0x68, 0x31],
  [0x42, 0x5a, 0x68, 0x39],
  [0x37, 0x7a, 0xbc, 0xaf],
];

/**
 * Judges a file by its first bytes: a byte order mark, the first bytes of an archive, or a NUL byte, which no text has.
 * @param head the first {@link SNIFFED} bytes, or all when there are fewer
 */
export function textEncoding(head: Uint8Array): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (ARCHIVES.some((magic) => magic.every((byte, i) => head[i] === byte))) return 'archive';
  return head.subarray(0, SNIFFED).includes(0) ? 'binary' : 'utf-8';
}

/** Text in UTF-16 without a byte order mark has a zero in every second byte, and none in the others. */
export function wideEncoding(content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = content.subarray(0, SNIFFED & ~1);
  const zeros: [even: number, odd: number] = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[(i % 2) as 0 | 1]++;
  const pairs = head.length >> 1;
  if (pairs < SHORTEST_WIDE || content.length % 2 !== 0) return undefined;
  if (zeros[0] === 0 && zeros[1] > pairs * MOSTLY) return 'utf-16le';
  return zeros[1] === 0 && zeros[0] > pairs * MOSTLY ? 'utf-16be' : undefined;
}

const SHORTEST_WIDE = 8;
const MOSTLY = 0.7;

/** Turns UTF-16 into UTF-8 chunk by chunk; the byte order mark goes. */
export class Utf16Decoder {
  readonly #decoder: TextDecoder;

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#decoder = new TextDecoder(encoding);
  }

  /** @param last true with the last chunk */
  decode(chunk: Uint8Array, last: boolean): Buffer {
    return Buffer.from(this.#decoder.decode(chunk, { stream: !last }), 'utf8');
  }
}
