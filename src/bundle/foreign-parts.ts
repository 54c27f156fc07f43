import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { isZip, zipEntries } from './foreign-zip.ts';
import { tarFrame } from './tar-frame.ts';

/** A piece of an archive of any program. Its name is as hostile as its bytes. */
export type ForeignPart =
  | {
      readonly kind: 'member';
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  /** What is no member's content: the headers of a tar, or an archive as it is, whose members come by themselves. */
  | { readonly kind: 'frame'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'unread'; readonly name: string; readonly why: string };

/** How many bytes may still be unpacked. */
export interface Room {
  left: number;
}

/** Archives in archives that are opened. */
const DEEPEST = 3;

/** Formats that hold other files and that are not opened, by their first bytes. */
const CLOSED: readonly (readonly [what: string, magic: string])[] = [
  ['encrypted with age', 'age-encryption.org/v1'],
  ['encrypted with age', '-----BEGIN AGE ENCRYPTED FILE-----'],
  ['encrypted with PGP', '-----BEGIN PGP MESSAGE-----'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['rar', 'Rar!\x1a\x07'],
  ['xz', '\xfd7zXZ\x00'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['bzip2', 'BZh'],
  ['lz4', '\x04\x22\x4d\x18'],
];

/** What a file is that would have to be opened by another program, or undefined. */
export function closedFormat(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 40)).toString('latin1');
  return CLOSED.find(([, magic]) => head.startsWith(magic))?.[0];
}

/** True for bytes that can be opened. */
export function isOpenable(bytes: Buffer): boolean {
  return isZip(bytes) || isGzip(bytes) || isTar(bytes);
}

/**
 * Opens what can be opened, archives in archives too, and goes through all that is in it.
 * @param room is used up by what is unpacked
 */
export async function* partsOf(
  name: string,
  bytes: Buffer,
  room: Room,
  depth = 0,
): AsyncGenerator<ForeignPart> {
  const closed = closedFormat(bytes);
  if (closed !== undefined) {
    yield { kind: 'member', name, bytes };
    yield { kind: 'unread', name, why: closed };
    return;
  }
  if (!isOpenable(bytes)) {
    yield { kind: 'member', name, bytes };
    return;
  }
  yield { kind: 'frame', name, bytes: isTar(bytes) ? tarFrame(bytes) : bytes };
  if (depth >= DEEPEST) {
    yield { kind: 'unread', name, why: `more than ${DEEPEST} archives in each other` };
    return;
  }
  try {
    if (isZip(bytes)) yield* zipParts(name, bytes, room, depth);
    else if (isGzip(bytes)) yield* gzipParts(name, bytes, room, depth);
    else yield* tarParts(name, bytes, room, depth);
  } catch (error) {
    yield { kind: 'unread', name, why: tooLarge(error) ? 'too large' : 'broken' };
  }
}

async function* zipParts(name: string, zip: Buffer, room: Room, depth: number): AsyncGenerator<ForeignPart> {
  for await (const entry of zipEntries(zip, () => room.left)) {
    const inner = within(name, entry.name);
    if (!Buffer.isBuffer(entry.content)) yield { kind: 'unread', name: inner, why: entry.content.unread };
    else {
      room.left -= entry.content.length;
      yield* partsOf(inner, entry.content, room, depth + 1);
    }
  }
}

async function* gzipParts(name: string, zipped: Buffer, room: Room, depth: number) {
  const bytes = await gunzipBytes(zipped, { maxOutputLength: Math.max(1, room.left) });
  room.left -= bytes.length;
  // A tar in a gzip is one archive and not two, and a single file has no name of its own.
  if (isTar(bytes)) yield* partsOf(name, bytes, room, depth);
  else yield* partsOf(name === '' ? 'content' : name, bytes, room, depth + 1);
}

async function* tarParts(name: string, tar: Buffer, room: Room, depth: number) {
  for (const { header, data } of await unpackTar(tar, { strict: true })) {
    const bytes =
      data === undefined ? Buffer.of() : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    yield* partsOf(within(name, header.name), bytes, room, depth + 1);
  }
}

function within(outer: string, inner: string): string {
  return outer === '' ? inner : `${outer}!${inner}`;
}

const gunzipBytes = promisify(gunzip);

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isTar(bytes: Buffer): boolean {
  return bytes.subarray(257, 262).toString('latin1') === 'ustar';
}

function tooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
