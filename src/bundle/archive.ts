import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { packTar } from 'modern-tar';
import { SetupError } from '../reasons/setup-error.ts';

/** One member of an archive. */
export interface ArchiveMember {
  /** Whole path with the top folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A finished archive. */
export interface Archive {
  readonly tar: Uint8Array;
  readonly gzip: Uint8Array;
  /**
   * SHA-256 of the uncompressed tar in hex. This is the digest to publish: gzip bytes differ between
   * implementations, tar bytes do not.
   */
  readonly tarSha256: string;
}

const MODE = 0o644;
const GZIP_LEVEL = 6;
/** Where the gzip header (RFC 1952, 2.3) tells the operating system, and its value for "unknown". */
const GZIP_SYSTEM = { offset: 9, unknown: 0xff } as const;

const LONGEST_NAME = 100;
const LONGEST_PREFIX = 155;

const gzipBytes = promisify(gzip);

/**
 * Packs members into an archive, its tar in the one form of {@link packPlainTar}.
 * @param members in any order
 * @param modified the one modification time, cut to whole seconds
 * @throws SetupError `BN-UNSAFE-NAME` for a name that {@link checkMemberNames} refuses
 */
export async function packArchive(members: readonly ArchiveMember[], modified: Date): Promise<Archive> {
  const tar = await packPlainTar(members, modified);
  const compressed = await gzipBytes(tar, { level: GZIP_LEVEL, strategy: constants.Z_DEFAULT_STRATEGY });
  compressed[GZIP_SYSTEM.offset] = GZIP_SYSTEM.unknown;
  return { tar, gzip: compressed, tarSha256: sha256Hex(tar) };
}

/**
 * Packs members so that the same members and the same time always give the same tar bytes: USTAR, plain files only,
 * sorted by bytes, mode 0644, no owner.
 * @param members in any order
 * @param modified the one modification time, cut to whole seconds
 * @throws SetupError `BN-UNSAFE-NAME` for a name that {@link checkMemberNames} refuses
 */
export async function packPlainTar(members: readonly ArchiveMember[], modified: Date): Promise<Uint8Array> {
  checkMemberNames(members.map((member) => member.path));
  const mtime = new Date(Math.floor(modified.getTime() / 1_000) * 1_000);
  const entries = [...members].sort(byPath).map(({ path, bytes }) => ({
    header: { name: path, size: bytes.byteLength, type: 'file' as const, mode: MODE, uid: 0, gid: 0, mtime },
    body: bytes,
  }));
  return await packTar(entries);
}

/**
 * Refuses names that some system would read otherwise. Nothing is cut or renamed: a name that needs that is a bug.
 * @throws SetupError `BN-UNSAFE-NAME`; a name with other characters is not repeated in the detail
 */
export function checkMemberNames(paths: readonly string[]): void {
  const folded = new Set<string>();
  for (const path of paths) {
    if (!/^[A-Za-z0-9._/-]+$/.test(path))
      throw unsafeName('a name with characters other than A-Z a-z 0-9 . _ / -');
    const parts = path.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..')) throw unsafeName(path);
    if (parts.some((part) => /^-|\.$/.test(part))) throw unsafeName(path);
    if (!fitsUstar(path)) throw unsafeName(`${path.slice(0, LONGEST_NAME)}… is too long`);
    const key = path.toLowerCase();
    if (folded.has(key)) throw unsafeName(`${path} is there twice on a file system that ignores case`);
    folded.add(key);
  }
  for (const path of folded) {
    for (const parent of parentFolders(path)) {
      if (folded.has(parent)) throw unsafeName(`${parent} is a file and a folder`);
    }
  }
}

/** SHA-256 in lower-case hex. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Order of the bytes of the paths, the same in every locale. */
export function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return Buffer.compare(Buffer.from(left.path), Buffer.from(right.path));
}

/** True when the header's two fields hold the path: the last part in one, the folders in the other. */
function fitsUstar(path: string): boolean {
  const border = path.lastIndexOf('/');
  return path.length - border - 1 <= LONGEST_NAME && border <= LONGEST_PREFIX;
}

function parentFolders(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function unsafeName(detail: string): SetupError {
  return new SetupError('BN-UNSAFE-NAME', detail);
}
