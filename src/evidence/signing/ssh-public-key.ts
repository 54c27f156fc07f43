import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { SetupError } from '../../reasons/setup-error.ts';
import { SshReader, sshString } from './ssh-wire.ts';

/** Name of an Ed25519 key in SSH (RFC 8709). */
export const ED25519 = 'ssh-ed25519';

/** Types that `ssh-keygen` signs with and that nobody has given up; all but Ed25519 are checked by `ssh-keygen` itself. */
const KEY_TYPES: ReadonlySet<string> = new Set([
  ED25519,
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);

/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key as SSH writes it. */
export interface SshPublicKey {
  /** Key type, e.g. `ssh-ed25519`. */
  readonly type: string;
  /** The whole key in the SSH wire format. */
  readonly blob: Buffer;
  /** `SHA256:` and 43 letters of base64, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

/** The SSH form of the 32 bytes of an Ed25519 public key. */
export function ed25519PublicKey(raw: Uint8Array): SshPublicKey {
  return publicKeyOf(Buffer.concat([sshString(ED25519), sshString(raw)]));
}

/**
 * Reads a key in the SSH wire format.
 * @throws SetupError `EV-KEY-UNREADABLE`
 */
export function publicKeyOf(blob: Uint8Array): SshPublicKey {
  try {
    const reader = new SshReader(blob);
    const type = reader.string().toString('latin1');
    if (!KEY_TYPES.has(type)) throw new RangeError('an unknown key type');
    if (type === ED25519 && (reader.string().length !== 32 || !reader.atEnd)) throw new RangeError('no key');
    const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
    return { type, blob: Buffer.from(blob), fingerprint: `SHA256:${digest}` };
  } catch (error) {
    throw new SetupError('EV-KEY-UNREADABLE', 'it is not in the SSH wire format', { cause: error });
  }
}

/**
 * Reads the one key of a public key file: `ssh-ed25519 AAAA… comment`.
 * @throws SetupError `EV-KEY-UNREADABLE`
 */
export function parsePublicKey(text: string): SshPublicKey {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [type, base64] = lines[0]?.trim().split(/\s+/) ?? [];
  if (
    lines.length !== 1 ||
    type === undefined ||
    base64 === undefined ||
    !/^[A-Za-z0-9+/]+=*$/.test(base64)
  ) {
    throw new SetupError('EV-KEY-UNREADABLE', 'a public key file has one line: type, key and comment');
  }
  const key = publicKeyOf(Buffer.from(base64, 'base64'));
  if (key.type !== type) throw new SetupError('EV-KEY-UNREADABLE', `it says ${type} and holds ${key.type}`);
  return key;
}

/** The line of a public key file, without a comment. */
export function publicKeyLine(key: SshPublicKey): string {
  return `${key.type} ${key.blob.toString('base64')}`;
}

/**
 * The key for `node:crypto`.
 * @returns undefined for a key that is not Ed25519
 */
export function ed25519KeyObject(key: SshPublicKey): KeyObject | undefined {
  if (key.type !== ED25519) return undefined;
  const spki = Buffer.concat([SPKI_PREFIX, key.blob.subarray(-32)]);
  return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}
