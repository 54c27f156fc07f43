import { createHash, verify } from 'node:crypto';
import { SetupError } from '../../reasons/setup-error.ts';
import { ED25519, ed25519KeyObject, publicKeyOf, type SshPublicKey } from './ssh-public-key.ts';
import { SshReader, sshString, sshUint32 } from './ssh-wire.ts';

/** What a signature of evidence is for: `ssh-keygen -Y verify` takes it as `-n`. */
export const EVIDENCE_NAMESPACE = 'bus-setup-evidence';

const MAGIC = 'SSHSIG';
const VERSION = 1;
const HASH = 'sha512';
const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';
/** Where `ssh-keygen` wraps the armour. */
const ARMOUR_COLUMNS = 70;

/** A signature in the format of OpenSSH's PROTOCOL.sshsig. */
export interface SshSignature {
  readonly key: SshPublicKey;
  readonly namespace: string;
  /** The signature without its type: 64 bytes for Ed25519. */
  readonly signature: Buffer;
  /** Type of the signature, for Ed25519 the key's own. */
  readonly signatureType: string;
}

/** The bytes that are signed, which name the message by its SHA-512 only. */
export function sshsigPreimage(message: Uint8Array, namespace: string): Buffer {
  const digest = createHash(HASH).update(message).digest();
  return Buffer.concat([
    Buffer.from(MAGIC),
    sshString(namespace),
    sshString(''),
    sshString(HASH),
    sshString(digest),
  ]);
}

/**
 * Writes a signature as `ssh-keygen -Y sign` writes it, byte for byte.
 * @param signature 64 bytes over {@link sshsigPreimage}
 */
export function armouredSshsig(key: SshPublicKey, namespace: string, signature: Uint8Array): string {
  const bytes = Buffer.concat([
    Buffer.from(MAGIC),
    sshUint32(VERSION),
    sshString(key.blob),
    sshString(namespace),
    sshString(''),
    sshString(HASH),
    sshString(Buffer.concat([sshString(key.type), sshString(signature)])),
  ]);
  return armoured(bytes);
}

/**
 * Reads an armoured signature. Only the one spelling that `ssh-keygen` writes is accepted, so that no byte of the file
 * can be changed unnoticed.
 * @throws SetupError `EV-SIGNATURE-FORMAT`
 */
export function readSshsig(text: string): SshSignature {
  const [, base64 = ''] = new RegExp(`^${BEGIN}\n([A-Za-z0-9+/=\n]{1,20000})\n${END}\n$`).exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (armoured(bytes) !== text) throw new SetupError('EV-SIGNATURE-FORMAT', 'not the armour of ssh-keygen');
  try {
    return fieldsOf(new SshReader(bytes));
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError('EV-SIGNATURE-FORMAT', 'the fields do not fit', { cause: error });
  }
}

/**
 * Checks an Ed25519 signature.
 * @returns undefined for a key of another type, which this function cannot check
 */
export function verifySshsig(signature: SshSignature, message: Uint8Array): boolean | undefined {
  const key = ed25519KeyObject(signature.key);
  if (key === undefined) return undefined;
  if (signature.signatureType !== ED25519) return false;
  return verify(null, sshsigPreimage(message, signature.namespace), key, signature.signature);
}

function fieldsOf(reader: SshReader): SshSignature {
  const magic = reader.bytes(MAGIC.length).toString('latin1');
  const version = reader.uint32();
  const key = publicKeyOf(reader.string());
  const namespace = reader.string().toString('utf8');
  const reserved = reader.string();
  const hash = reader.string().toString('latin1');
  const inner = new SshReader(reader.string());
  const signatureType = inner.string().toString('latin1');
  const signature = inner.string();
  // Signatures of security keys carry a flag and a counter behind the signature itself.
  const plain = inner.atEnd || signatureType.startsWith('sk-');
  if (magic !== MAGIC || version !== VERSION || reserved.length > 0 || !plain || !reader.atEnd) {
    throw new SetupError('EV-SIGNATURE-FORMAT', 'not version 1 of the format');
  }
  if (hash !== 'sha512' && hash !== 'sha256') throw new SetupError('EV-SIGNATURE-FORMAT', 'an unknown hash');
  if (signatureType === ED25519 && hash !== HASH) {
    throw new SetupError('EV-SIGNATURE-FORMAT', 'ssh-keygen signs the SHA-512');
  }
  return { key, namespace, signature, signatureType };
}

function armoured(bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes).toString('base64');
  const lines = base64.match(new RegExp(`.{1,${ARMOUR_COLUMNS}}`, 'g')) ?? [];
  return `${[BEGIN, ...lines, END].join('\n')}\n`;
}
