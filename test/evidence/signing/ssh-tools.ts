import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SshReader } from '../../../src/evidence/signing/ssh-wire.ts';

/** A key pair on disk, made by `ssh-keygen` without a passphrase. */
export interface KeyFiles {
  /** Path of the private key; the public one has `.pub`. */
  readonly path: string;
  readonly publicLine: string;
  /** The 32 bytes from which an Ed25519 key is made. */
  readonly seed: Buffer;
}

/** Makes a key with the stock program. */
export function stockKey(folder: string, name = 'key', type = 'ed25519'): KeyFiles {
  const path = join(folder, name);
  // A long RSA key takes a long time to make.
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', '', '-C', name, '-f', path]);
  return {
    path,
    publicLine: readFileSync(`${path}.pub`, 'utf8'),
    seed: type === 'ed25519' ? seedOf(readFileSync(path, 'utf8')) : Buffer.alloc(0),
  };
}

/** Runs a program with bytes on stdin. */
export function run(
  program: string,
  args: readonly string[],
  input: Uint8Array = new Uint8Array(),
  cwd?: string,
) {
  const { status, stdout, stderr } = spawnSync(program, args, { input, cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads the seed out of an unencrypted OpenSSH private key (openssh-portable, PROTOCOL.key). */
function seedOf(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  const reader = new SshReader(bytes.subarray('openssh-key-v1\0'.length));
  for (let field = 0; field < 3; field++) reader.string();
  reader.uint32();
  reader.string();
  const inner = new SshReader(reader.string());
  inner.uint32();
  inner.uint32();
  inner.string();
  inner.string();
  const seed = inner.string().subarray(0, 32);
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  return Buffer.from(seed);
}
