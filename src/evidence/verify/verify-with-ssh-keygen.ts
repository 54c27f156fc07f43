import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import { keygenEnvironment } from '../signing/ssh-keygen.ts';
import { publicKeyLine, type SshPublicKey } from '../signing/ssh-public-key.ts';

/** Where a process finds its own open files by number: on Linux, macOS and the BSDs. */
const OPEN_FILES = '/dev/fd';
/** Numbers that the two files have in the child: those after stdin, stdout and stderr. */
const SIGNERS = 3;
const SIGNATURE = 4;

/**
 * Checks a signature with `ssh-keygen -Y verify`, for the key types that this program cannot check itself.
 * @returns undefined when `ssh-keygen` is not there, or this system cannot hand it a file without a name
 * @throws the signal's reason when it is aborted
 */
export async function verifyWithSshKeygen(
  host: Host,
  options: {
    readonly key: SshPublicKey;
    readonly namespace: string;
    readonly signature: string;
    readonly message: Uint8Array;
    readonly signal: AbortSignal;
  },
): Promise<boolean | undefined> {
  const { key, namespace, signature, message, signal } = options;
  if (!(await isThere(OPEN_FILES))) return undefined;
  const signers = await namelessFile(host, `signer ${publicKeyLine(key)}\n`);
  const armour = await namelessFile(host, signature);
  try {
    const files = ['-f', `${OPEN_FILES}/${SIGNERS}`, '-s', `${OPEN_FILES}/${SIGNATURE}`];
    const child = spawn('ssh-keygen', ['-Y', 'verify', ...files, '-I', 'signer', '-n', namespace], {
      stdio: ['pipe', 'ignore', 'ignore', signers.fd, armour.fd],
      env: keygenEnvironment(host),
      signal,
    });
    // One that refuses the key does not read the message.
    child.stdin?.on('error', () => undefined).end(message);
    const { promise, resolve } = Promise.withResolvers<number | null | undefined>();
    child.once('error', () => resolve(undefined)).once('close', resolve);
    const exitCode = await promise;
    signal.throwIfAborted();
    return exitCode === undefined ? undefined : exitCode === 0;
  } finally {
    await signers.close();
    await armour.close();
  }
}

/** A file that only its open handle leads to, so that nothing stays behind however this process ends. */
async function namelessFile(host: Host, text: string): Promise<FileHandle> {
  const path = join(host.tmp, `.bus-setup-${host.random(16).toString('hex')}`);
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  await unlink(path);
  const bytes = Buffer.from(text);
  // At a given place: where a second handle shares the position of this one, it must still stand at the beginning.
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
  }
  return file;
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
