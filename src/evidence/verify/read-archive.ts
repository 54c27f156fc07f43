import { unpackTar } from 'modern-tar';
import { packPlainTar, sha256Hex } from '../../bundle/archive.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { FileMap } from '../bag/file-map.ts';
import { demandPlainMembers } from './plain-members.ts';
import { readGzip } from './read-gzip.ts';

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
  return await readTar(await readGzip(gzip));
}

/**
 * Reads an uncompressed tar in the same way.
 * @throws SetupError `EV-HOSTILE-ARCHIVE`, `EV-TOO-LARGE`
 */
export async function readTar(tar: Uint8Array): Promise<ReadArchive> {
  demandPlainMembers(tar);
  const entries = await unpackTar(tar, { strict: true }).catch((cause: unknown) => {
    throw new SetupError('EV-HOSTILE-ARCHIVE', 'the tar cannot be read', { cause });
  });
  const members = entries.map(({ header, data = new Uint8Array() }) => ({ path: header.name, bytes: data }));
  const packed = await packPlainTar(members, entries[0]?.header.mtime ?? new Date(0)).catch(
    (error: unknown) => {
      const detail = error instanceof SetupError ? error.reason.detail : 'it cannot be packed again';
      throw new SetupError('EV-HOSTILE-ARCHIVE', detail, { cause: error });
    },
  );
  if (Buffer.compare(packed, tar) !== 0) {
    throw new SetupError('EV-HOSTILE-ARCHIVE', 'the tar is not in the form that bus-setup writes');
  }
  return { ...underTop(members), tarSha256: sha256Hex(tar) };
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
