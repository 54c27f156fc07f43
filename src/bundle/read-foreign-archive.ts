import { constants, type Dirent } from 'node:fs';
import { open, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../reasons/setup-error.ts';
import { closedFormat, type ForeignPart, isOpenable, partsOf, type Room } from './foreign-parts.ts';
import { systemErrorCode } from './why-missing.ts';

/** Most bytes of an archive, and most that come of unpacking it. */
const LIMIT = 512 * 1024 * 1024;

/**
 * Reads an archive that another program may have made, or a folder of files and archives, piece by piece.
 * @param path absolute path of a `.tar.gz`, `.tar`, `.gz`, `.zip` or a folder; a `.gz` that holds no tar is one member
 * @throws SetupError `BN-NOT-A-BUNDLE` for what cannot be opened at all; what cannot be read inside is a part that says so
 */
export async function* readForeignArchive(path: string): AsyncGenerator<ForeignPart> {
  if (await isFolder(path)) {
    yield* partsOfFolder(path, '');
    return;
  }
  const file = await bytesOf(path);
  const closed = closedFormat(file);
  if (closed?.startsWith('encrypted') === true)
    throw new SetupError('BN-NOT-A-BUNDLE', `it is ${closed}: decrypt it first`);
  if (closed !== undefined)
    throw new SetupError('BN-NOT-A-BUNDLE', `it is ${closed}: unpack it, and give the folder`);
  if (!isOpenable(file)) throw new SetupError('BN-NOT-A-BUNDLE', 'it is neither zip, gzip nor tar');
  for await (const part of partsOf('', file, { left: LIMIT })) {
    if (part.kind === 'unread' && part.name === '')
      throw new SetupError(
        'BN-NOT-A-BUNDLE',
        part.why === 'too large' ? `it unpacks to more than ${LIMIT} bytes` : 'it cannot be unpacked',
      );
    yield part;
  }
}

/** Every plain file below a folder, whatever its size on the disk; links are not followed. */
async function* partsOfFolder(root: string, below: string): AsyncGenerator<ForeignPart> {
  const entries = await entriesOf(join(root, below));
  for (const entry of entries.sort((one, two) => (one.name < two.name ? -1 : 1))) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* partsOfFolder(root, name);
    else if (entry.isFile()) yield* partsOfFile(root, name);
    else if (entry.isSymbolicLink())
      yield { kind: 'frame', name, bytes: await readlink(join(root, name), 'buffer') };
  }
}

async function* partsOfFile(root: string, name: string): AsyncGenerator<ForeignPart> {
  let bytes: Buffer;
  try {
    bytes = await bytesOf(join(root, name));
  } catch (error) {
    yield {
      kind: 'unread',
      name,
      why: error instanceof SetupError ? (error.reason.detail ?? '') : 'it cannot be read',
    };
    return;
  }
  const room: Room = { left: LIMIT };
  yield* partsOf(name, bytes, room);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new SetupError('BN-NOT-A-BUNDLE', systemErrorCode(error) ?? 'it cannot be read', { cause: error });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const entry = await file.stat();
      if (!entry.isFile()) throw new SetupError('BN-NOT-A-BUNDLE', 'it is no plain file');
      if (entry.size > LIMIT) throw new SetupError('BN-NOT-A-BUNDLE', `larger than ${LIMIT} bytes`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError('BN-NOT-A-BUNDLE', systemErrorCode(error) ?? 'it cannot be read', { cause: error });
  }
}
