import { Transform } from 'node:stream';

/** A transform over bytes. */
export function redactingStream(redact: (bytes: Buffer) => Buffer): Transform {
  const chunks: Buffer[] = [];
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
    flush(done) {
      done(null, redact(Buffer.concat(chunks)));
    },
  });
}
