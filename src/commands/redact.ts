import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable, type Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { createRedactor, type Redactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { registerOperatorSecrets } from '../stack/operator-secrets.ts';
import { feedFile } from './feed-file.ts';

/** Files up to this size are also read by their structure; larger ones stream. */
const STRUCTURED_BYTES = 1024 * 1024;

/** Where bytes come from and go to. */
export interface ByteStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/** Flags of `bus-setup redact`. */
export interface RedactFlags {
  readonly keepPersonalData?: boolean;
}

/**
 * Redacts a file, or what comes through a pipe, to stdout. The secrets of the environment, of `.env` in this folder and of
 * the Codex CLI are known values; everything else is found by its key or its shape. Memory does not grow with the file.
 * @param file path, or `-` for stdin
 * @param signal ends the work
 * @returns the exit code
 * @throws SetupError `RN-USAGE` when the file cannot be read; nothing of it was printed then
 */
export async function redactCommand(
  host: Host,
  streams: ByteStreams,
  file: string,
  flags: RedactFlags,
  signal: AbortSignal,
): Promise<number> {
  const secrets = new SecretRegistry();
  await registerOperatorSecrets(host, host.cwd, secrets);
  const redactor = createRedactor(secrets, {
    pseudonymise: flags.keepPersonalData !== true,
    machine: host.hostname,
  });
  const source = file === '-' ? streams.stdin : await sourceOf(resolve(host.cwd, file), file, redactor);
  try {
    if (Buffer.isBuffer(source)) streams.stdout.write(source);
    else await redactTo(streams.stdout, source, redactor.stream(), signal);
  } catch (error) {
    // The reader has gone away (`| head`): it has what it wanted.
    if (!isBrokenPipe(error)) throw error;
  }
  return 0;
}

async function redactTo(
  stdout: Writable,
  source: Readable | FileHandle,
  redaction: Transform,
  signal: AbortSignal,
): Promise<void> {
  if (source instanceof Readable) {
    await pipeline(source, redaction, stdout, { end: false, signal });
    return;
  }
  const written = pipeline(redaction, stdout, { end: false, signal });
  await Promise.all([written, feedFile(source, redaction)]);
}

/** A small file whole and redacted; a large one, or a pipe, that is still to be read and redacted. */
async function sourceOf(
  path: string,
  shown: string,
  redactor: Redactor,
): Promise<Buffer | Readable | FileHandle> {
  try {
    const handle = await open(path);
    const entry = await handle.stat();
    if (entry.isDirectory()) {
      await handle.close();
      throw new SetupError('RN-USAGE', `${shown} is a folder`);
    }
    if (!entry.isFile()) {
      await handle.close();
      return createReadStream(path, { highWaterMark: 256 * 1024 });
    }
    if (entry.size > STRUCTURED_BYTES) return handle;
    const bytes = await handle.readFile();
    await handle.close();
    redactor.learn(path, bytes);
    const redacted = redactor.file(path, bytes);
    return redacted.withheld === undefined
      ? redacted.bytes
      : Buffer.from(`[REDACTED:${redacted.withheld.rule}]\n`);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
    throw new SetupError('RN-USAGE', `${shown} cannot be read: ${code}`, { cause: error });
  }
}

function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
