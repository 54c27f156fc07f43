import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { packArchive, sha256Hex } from '../../bundle/archive.ts';
import { systemErrorCode } from '../../bundle/why-missing.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { FileMap } from '../bag/file-map.ts';
import { LIMITS } from './limits.ts';

const gunzipBytes = promisify(gunzip);

/** An archive that was read. */
export interface ReadArchive {
  /** The one folder that everything lies under. */
  readonly top: string;
  /** Files by their path under that folder. */
  readonly files: FileMap;
  /** SHA-256 of the uncompressed tar. */
  readonly tarSha256: string;
}

/**
 * Reads a `.tar.gz` without believing anything in it. Readers of tar disagree about links, long names, repeated members
 * and broken headers; so nothing but the one form is accepted that this program writes, in which there is nothing to
 * disagree about: it is packed again, and must come out the same.
 * @throws SetupError `EV-HOSTILE-ARCHIVE`, `EV-TOO-LARGE`
 */
export async function readArchive(gzip: Uint8Array): Promise<ReadArchive> {
  const tar = await uncompressed(gzip);
  const entries = await unpackTar(tar, { strict: true }).catch((cause: unknown) => {
    throw new SetupError('EV-HOSTILE-ARCHIVE', 'the tar cannot be read', { cause });
  });
  if (entries.length > LIMITS.files) throw new SetupError('EV-TOO-LARGE', `${entries.length} members`);
  const members = entries.map(({ header, data = new Uint8Array() }, index) => {
    if ((header.type ?? 'file') !== 'file') {
      throw new SetupError('EV-HOSTILE-ARCHIVE', `member ${index + 1} is not a plain file`);
    }
    if (data.byteLength > LIMITS.fileBytes) {
      throw new SetupError('EV-TOO-LARGE', `member ${index + 1} has ${data.byteLength} bytes`);
    }
    return { path: header.name, bytes: data };
  });
  const packed = await packArchive(members, entries[0]?.header.mtime ?? new Date(0)).catch(
    (error: unknown) => {
      const detail = error instanceof SetupError ? error.reason.detail : 'it cannot be packed again';
      throw new SetupError('EV-HOSTILE-ARCHIVE', detail, { cause: error });
    },
  );
  if (Buffer.compare(packed.tar, tar) !== 0) {
    throw new SetupError('EV-HOSTILE-ARCHIVE', 'the tar is not in the form that bus-setup writes');
  }
  return { ...underTop(members), tarSha256: sha256Hex(tar) };
}

async function uncompressed(gzip: Uint8Array): Promise<Buffer> {
  if (gzip.byteLength > LIMITS.archiveBytes) {
    throw new SetupError('EV-TOO-LARGE', `the archive has ${gzip.byteLength} bytes`);
  }
  try {
    return await gunzipBytes(gzip, { maxOutputLength: LIMITS.totalBytes });
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new SetupError('EV-TOO-LARGE', `it unpacks to more than ${LIMITS.totalBytes} bytes`);
    }
    throw new SetupError('EV-HOSTILE-ARCHIVE', 'the gzip cannot be read', { cause: error });
  }
}

function underTop(members: readonly { readonly path: string; readonly bytes: Uint8Array }[]) {
  const top = members[0]?.path.split('/', 1)[0] ?? '';
  const files = new Map<string, Uint8Array>();
  for (const { path, bytes } of members) {
    if (!path.startsWith(`${top}/`)) throw new SetupError('EV-HOSTILE-ARCHIVE', 'more than one top folder');
    files.set(path.slice(top.length + 1), bytes);
  }
  return { top, files };
}
