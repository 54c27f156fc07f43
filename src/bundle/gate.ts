import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { SetupError } from '../reasons/setup-error.ts';
import { type LeakHit, scanForLeaks } from '../redact/leak-scan.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import { type Archive, type ArchiveMember, byPath, checkMemberNames, sha256Hex } from './archive.ts';

const gunzipBytes = promisify(gunzip);

/**
 * The last look before anything is written: the finished archive is read back, and every name, every member and the
 * tar as a whole are scanned. A bundle that does not pass exists nowhere but in memory.
 * @param archive finished
 * @param members what it should hold
 * @param registry values that must not be in it
 * @throws SetupError `BN-LEAK` naming rule and path; `BN-BROKEN-ARCHIVE` when it does not read back as it was packed
 */
export async function passGate(
  archive: Archive,
  members: readonly ArchiveMember[],
  registry: SecretRegistry,
): Promise<void> {
  const tar = await gunzipBytes(archive.gzip);
  if (sha256Hex(tar) !== archive.tarSha256)
    throw new SetupError('BN-BROKEN-ARCHIVE', 'the gzip does not hold the tar');
  const found = await unpackTar(tar, { strict: true });
  const names = found.map(({ header }) => header.name);
  for (const [index, name] of names.entries())
    refuseNameLeak(index, scanForLeaks('name', Buffer.from(name), registry));
  checkMemberNames(names);
  const expected = [...members].sort(byPath);
  if (found.length !== expected.length) throw new SetupError('BN-BROKEN-ARCHIVE', `${found.length} members`);
  for (const [index, { header, data = new Uint8Array() }] of found.entries()) {
    const member = expected[index];
    const same = member?.path === header.name && Buffer.compare(member.bytes, data) === 0;
    if (!same || header.type !== 'file') throw new SetupError('BN-BROKEN-ARCHIVE', header.name);
    refuseLeaks(scanForLeaks(header.name, data, registry));
  }
  refuseLeaks(scanForLeaks('bundle.tar', tar, registry));
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
