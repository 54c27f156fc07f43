import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';

/** An entry of a zip, or why it cannot be read. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer | { readonly unread: string };
}

/** Most entries that are looked at. */
const MOST_ENTRIES = 100_000;
/** Bytes of the header in front of an entry's name (APPNOTE 4.3.7), and where it tells the lengths of what follows it. */
const LOCAL_HEADER = 30;
const LENGTHS = { name: 26, extra: 28 } as const;
/** Bytes of the longest description behind an entry's content (APPNOTE 4.3.9). */
const LONGEST_DESCRIPTOR = 24;
const LOCAL_SIGNATURE = Buffer.from('PK\x03\x04', 'latin1');
const DIRECTORY_SIGNATURE = Buffer.from('PK\x01\x02', 'latin1');

/** True for bytes that begin as a zip does, also an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  return ['PK\x03\x04', 'PK\x05\x06'].includes(Buffer.from(bytes.subarray(0, 4)).toString('latin1'));
}

/**
 * Reads a zip entry by entry, in memory. A size that lies, a bomb, an encrypted entry and an entry that the directory does
 * not list are told as unread.
 * @param room how many bytes may still be unpacked, asked anew for each entry
 * @throws Error when its directory cannot be read
 */
export async function* zipEntries(zip: Buffer, room: () => number): AsyncGenerator<ZipEntry> {
  // Names are text to be looked at and no places to write to: an absolute one does no harm.
  const file = await fromBufferPromise(zip, { lazyEntries: true, decodeStrings: false });
  const owned: Stretch[] = [];
  for await (const entry of file.eachEntry()) {
    if (owned.length >= MOST_ENTRIES) {
      yield { name: '(more entries)', content: { unread: `there are more than ${MOST_ENTRIES}` } };
      return;
    }
    owned.push(stretchOf(zip, entry));
    const name = getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields,
      false,
    );
    yield { name, content: await contentOf(file, entry, room()) };
  }
  if (hidesEntries(zip, owned))
    yield { name: '(between the entries)', content: { unread: 'an entry that the directory does not list' } };
}

async function contentOf(file: ZipFile, entry: Entry, room: number): Promise<ZipEntry['content']> {
  if (entry.isEncrypted()) return { unread: 'encrypted' };
  if (entry.uncompressedSize > room) return { unread: 'too large' };
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of await file.openReadStreamPromise(entry)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > room) return { unread: 'too large' };
    }
  } catch {
    return { unread: 'broken, or of a kind that is not known' };
  }
  return Buffer.concat(chunks, length);
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** From an entry's header to behind its content, as far as the directory tells. */
function stretchOf(zip: Buffer, { relativeOffsetOfLocalHeader: start, compressedSize }: Entry): Stretch {
  if (start + LOCAL_HEADER > zip.length) return { start, end: start };
  const names = zip.readUInt16LE(start + LENGTHS.name) + zip.readUInt16LE(start + LENGTHS.extra);
  return { start, end: start + LOCAL_HEADER + names + compressedSize };
}

/** Some programs read a zip from its beginning: what they would find there, and its directory does not list. */
function hidesEntries(zip: Buffer, owned: readonly Stretch[]): boolean {
  const directory = zip.lastIndexOf(DIRECTORY_SIGNATURE);
  const end = { start: directory < 0 ? zip.length : zip.indexOf(DIRECTORY_SIGNATURE), end: zip.length };
  let at = 0;
  for (const { start, end: next } of [...owned, end].sort((one, two) => one.start - two.start)) {
    if (zip.subarray(at, start).includes(LOCAL_SIGNATURE)) return true;
    at = Math.max(at, next);
    if (zip.length - at < LONGEST_DESCRIPTOR) break;
  }
  return false;
}
