import { SetupError } from '../../reasons/setup-error.ts';
import { LIMITS } from './limits.ts';

/** Size of a tar block, and where a header (POSIX, ustar interchange format) tells size and type. */
const BLOCK = 512;
const SIZE = { from: 124, to: 136 } as const;
const TYPE = 156;
const PLAIN_FILE = '0'.charCodeAt(0);

/**
 * Walks over the headers of a tar, and refuses what no evidence holds before a reader of tar makes anything of it: half a
 * million empty members are three megabytes of gzip, and one extended header can be as large as a whole archive.
 * @throws SetupError `EV-HOSTILE-ARCHIVE` for a member that is not a plain file, `EV-TOO-LARGE`
 */
export function demandPlainMembers(tar: Uint8Array): void {
  let members = 0;
  for (let at = 0; at + BLOCK <= tar.byteLength; ) {
    const header = tar.subarray(at, at + BLOCK);
    // The end; whether it is the right one is seen when the tar is packed again.
    if (header[0] === 0) return;
    members += 1;
    if (members > LIMITS.files) throw new SetupError('EV-TOO-LARGE', `more than ${LIMITS.files} members`);
    if (header[TYPE] !== PLAIN_FILE) {
      throw new SetupError('EV-HOSTILE-ARCHIVE', `member ${members} is not a plain file`);
    }
    const size = /^[0-7]+(?=[ \0]*$)/.exec(
      Buffer.from(header.subarray(SIZE.from, SIZE.to)).toString('latin1'),
    );
    if (size === null) throw new SetupError('EV-HOSTILE-ARCHIVE', 'the tar cannot be read');
    const bytes = Number.parseInt(size[0], 8);
    if (bytes > LIMITS.fileBytes) {
      throw new SetupError('EV-TOO-LARGE', `member ${members} has ${bytes} bytes`);
    }
    at += BLOCK + Math.ceil(bytes / BLOCK) * BLOCK;
  }
}
