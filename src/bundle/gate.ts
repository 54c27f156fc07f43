import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { SetupError } from '../reasons/setup-error.ts';
import { type LeakHit, leakScan } from '../redact/leak-scan.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import { type Archive, type ArchiveMember, byPath, checkMemberNames, sha256Hex } from './archive.ts';
import { scanBytes } from './scan-bytes.ts';

/** Size of a tar block in bytes (POSIX, pax: ustar interchange format). */
const BLOCK = 512;

const gunzipBytes = promisify(gunzip);

/** What the gate needs beside the archive. */
export interface GateOptions {
  /** What the archive should hold. */
  readonly members: readonly ArchiveMember[];
  /** Values that must not be in it. */
  readonly secrets: SecretRegistry;
  readonly signal: AbortSignal;
  /** Called after each member. */
  readonly progress?: (done: number, of: number) => void;
}

/**
 * The last look before anything is written. The finished archive is read back, and every byte of it is scanned: each
 * name, each member, the tar between the members, and the gzip around it. A bundle that does not pass exists nowhere but in memory.
 * @throws SetupError `BN-LEAK` naming rule and path; `BN-BROKEN-ARCHIVE` when it does not read back as it was packed;
 * the signal's reason
 */
export async function passGate(archive: Archive, options: GateOptions): Promise<void> {
  const { members, secrets, signal, progress } = options;
  const tar = await gunzipBytes(archive.gzip);
  if (sha256Hex(tar) !== archive.tarSha256) throw broken('the gzip does not hold the tar');
  const scan = leakScan(secrets);
  const found = await unpackTar(tar, { strict: true });
  for (const [index, { header }] of found.entries()) {
    refuseNameLeak(index, scan('name', Buffer.from(header.name)));
  }
  checkMemberNames(found.map(({ header }) => header.name));
  const expected = [...members].sort(byPath);
  if (found.length !== expected.length) throw broken(`${found.length} members instead of ${expected.length}`);
  for (const [index, { header, data = new Uint8Array() }] of found.entries()) {
    const member = expected[index];
    const same = member?.path === header.name && Buffer.compare(member.bytes, data) === 0;
    if (!same || header.type !== 'file') throw broken(header.name);
    refuseLeaks(await scanBytes(header.name, data, scan, signal));
    progress?.(index + 1, found.length);
  }
  refuseLeaks(await scanBytes('bundle.tar', frameOf(tar, expected), scan, signal));
  // A name, a comment, or what follows the last member: nobody who unpacks it sees that.
  refuseLeaks(await scanBytes('bundle.tar.gz', archive.gzip, scan, signal, { members: false }));
}

/** The bytes of a tar that are no member's content: headers, padding and the end. */
function frameOf(tar: Buffer, sorted: readonly ArchiveMember[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const { bytes } of sorted) {
    parts.push(tar.subarray(at, at + BLOCK));
    const body = at + BLOCK;
    if (Buffer.compare(tar.subarray(body, body + bytes.byteLength), bytes) !== 0)
      throw broken('the layout of the tar');
    at = body + Math.ceil(bytes.byteLength / BLOCK) * BLOCK;
    parts.push(tar.subarray(body + bytes.byteLength, at));
  }
  parts.push(tar.subarray(at));
  return Buffer.concat(parts);
}

function refuseLeaks(hits: readonly LeakHit[]): void {
  const [first] = hits;
  if (first === undefined) return;
  const more = hits.length > 1 ? `, and ${hits.length - 1} more` : '';
  throw new SetupError('BN-LEAK', `rule ${first.rule} in ${first.path} at byte ${first.offset}${more}`);
}

/** A name that leaks is not repeated. */
function refuseNameLeak(index: number, hits: readonly LeakHit[]): void {
  const [first] = hits;
  if (first !== undefined)
    throw new SetupError('BN-LEAK', `rule ${first.rule} in the name of member ${index + 1}`);
}

function broken(detail: string): SetupError {
  return new SetupError('BN-BROKEN-ARCHIVE', detail);
}
