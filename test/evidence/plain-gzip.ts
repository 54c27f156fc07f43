import { gzipSync } from 'node:zlib';

/** A gzip of one member with the header that bus-setup writes, so that nothing but its content can be refused. */
export function plainGzip(content: Uint8Array | string): Buffer {
  const gzip = gzipSync(content);
  gzip[9] = 0xff;
  return gzip;
}
