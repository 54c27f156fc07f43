import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { SetupError } from '../reasons/setup-error.ts';
import { tarFrame } from './tar-frame.ts';
import { systemErrorCode } from './why-missing.ts';

/** Most bytes of an archive, compressed and uncompressed. */
const LIMIT = 512 * 1024 * 1024;

const ZIP = Buffer.from('PK\x03\x04', 'latin1');

const gunzipBytes = promisify(gunzip);

/** One member of an archive of any program. Its name is as hostile as its bytes. */
export interface ForeignMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An archive of any program. */
export interface ForeignArchive {
  readonly members: readonly ForeignMember[];
  /** What is no member's content: the headers of a tar, its padding, and what follows its end. */
  readonly frame: Uint8Array;
  /** The file as it is, where it is compressed: its head may hold a name and a comment. */
  readonly compressed?: Uint8Array;
}

/**
 * Reads an archive that another program may have made.
 * @param path absolute path of a `.tar.gz`, `.tar` or `.gz`; a `.gz` that holds no tar is one member
 * @throws SetupError `BN-NOT-A-BUNDLE`
 */
export async function readForeignArchive(path: string): Promise<ForeignArchive> {
  const file = await bytesOf(path);
  if (file.subarray(0, 21).toString('latin1') === 'age-encryption.org/v1')
    throw new SetupError('BN-NOT-A-BUNDLE', 'it is encrypted: decrypt it first');
  const isGzip = file[0] === 0x1f && file[1] === 0x8b;
  const content = isGzip ? await uncompressed(file) : file;
  const isTar = content.subarray(257, 262).toString('latin1') === 'ustar';
  if (file.subarray(0, 4).equals(ZIP))
    throw new SetupError('BN-NOT-A-BUNDLE', 'it is a zip: unpack it, and give it as .tar.gz');
  if (!isTar && !isGzip) throw new SetupError('BN-NOT-A-BUNDLE', 'it is neither gzip nor tar');
  const compressed = isGzip ? { compressed: file } : {};
  if (!isTar) return { members: [{ name: 'content', bytes: content }], frame: Buffer.of(), ...compressed };
  try {
    const entries = await unpackTar(content, { strict: true });
    const members = entries.map(({ header, data }) => ({ name: header.name, bytes: data ?? Buffer.of() }));
    return { members, frame: tarFrame(content), ...compressed };
  } catch (error) {
    throw new SetupError('BN-NOT-A-BUNDLE', 'the tar cannot be read', { cause: error });
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
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

async function uncompressed(file: Buffer): Promise<Buffer> {
  try {
    return await gunzipBytes(file, { maxOutputLength: LIMIT });
  } catch (error) {
    const large = systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE';
    throw new SetupError(
      'BN-NOT-A-BUNDLE',
      large ? `it unpacks to more than ${LIMIT} bytes` : 'the gzip is broken',
      {
        cause: error,
      },
    );
  }
}
