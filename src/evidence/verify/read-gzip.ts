import { crc32, inflateRaw } from 'node:zlib';
import { systemErrorCode } from '../../bundle/why-missing.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { LIMITS } from './limits.ts';

/**
 * The header that this program writes (RFC 1952, 2.3.1): deflate, no flags and so no name and no comment, no time, no
 * note on the compression, unknown system.
 */
const HEADER = Buffer.from('1f8b08000000000000ff', 'hex');
/** CRC-32 and length of what is packed. */
const TRAILER_BYTES = 8;

/**
 * Unpacks a gzip file of one member. No reader heeds time, system and file name in the header, bytes behind the end, or a
 * second member that holds nothing: so nothing may stand there. How the content itself is compressed is free, because
 * that differs between implementations; what counts is the digest of what comes out.
 * @throws SetupError `EV-HOSTILE-ARCHIVE`, `EV-TOO-LARGE`
 */
export async function readGzip(gzip: Uint8Array): Promise<Buffer> {
  if (gzip.byteLength > LIMITS.archiveBytes) {
    throw new SetupError('EV-TOO-LARGE', `the archive has ${gzip.byteLength} bytes`);
  }
  if (!HEADER.equals(gzip.subarray(0, HEADER.length))) {
    throw refused('the gzip header is not the one that bus-setup writes');
  }
  const { content, consumed } = await inflated(gzip.subarray(HEADER.length));
  const trailer = Buffer.from(gzip.subarray(HEADER.length + consumed));
  if (trailer.length !== TRAILER_BYTES)
    throw refused('bytes stand behind the end of the gzip, or are missing');
  if (trailer.readUInt32LE(0) !== crc32(content) || trailer.readUInt32LE(4) !== content.length) {
    throw refused('the gzip does not hold what it was made of');
  }
  return content;
}

async function inflated(deflated: Uint8Array): Promise<{ content: Buffer; consumed: number }> {
  const options = { info: true, maxOutputLength: LIMITS.totalBytes };
  const result = await new Promise<unknown>((resolve, reject) => {
    inflateRaw(deflated, options, (error, unpacked) => (error === null ? resolve(unpacked) : reject(error)));
  }).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new SetupError('EV-TOO-LARGE', `it unpacks to more than ${LIMITS.totalBytes} bytes`);
    }
    throw refused('the gzip cannot be read', error);
  });
  // With `info`, zlib gives its engine too, which has counted the bytes that it took in; the types do not know it.
  if (typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result) {
    const { buffer, engine } = result;
    if (
      Buffer.isBuffer(buffer) &&
      typeof engine === 'object' &&
      engine !== null &&
      'bytesWritten' in engine
    ) {
      return { content: buffer, consumed: Number(engine.bytesWritten) };
    }
  }
  throw new Error('zlib gave no engine');
}

function refused(detail: string, cause?: unknown): SetupError {
  return new SetupError('EV-HOSTILE-ARCHIVE', detail, cause === undefined ? {} : { cause });
}
