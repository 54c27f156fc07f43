import { SetupError } from '../reasons/setup-error.ts';

/** Most recipients of one bundle. */
const MOST_RECIPIENTS = 100;

/** Words that show that somebody has given the private half. */
const PRIVATE = /AGE-SECRET-KEY/i;

/** Bytes that the age format adds: a header with a stanza for each recipient, and a tag for each chunk. */
const AGE = { header: 256, stanza: 128, chunk: 64 * 1024, tag: 16 } as const;

/**
 * How large an archive may be so that it is no larger than so many bytes when it is encrypted.
 * @param maxBytes most bytes of what is written; infinite when nobody said
 * @param recipients their number; without any nothing is encrypted
 */
export function plainRoom(maxBytes: number, recipients: number): number {
  if (recipients === 0 || maxBytes === Number.POSITIVE_INFINITY) return maxBytes;
  const chunks = Math.ceil(maxBytes / AGE.chunk) + 1;
  return maxBytes - AGE.header - AGE.stanza * recipients - AGE.tag * chunks;
}

/**
 * Reads a recipients file: one public key a line, `#` begins a comment.
 * @throws SetupError `BN-RECIPIENT` when it holds none, too many, or a private key
 */
export function recipientsIn(text: string): readonly string[] {
  if (PRIVATE.test(text)) throw new SetupError('BN-RECIPIENT', 'the file holds a private key');
  const keys = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length === 0) throw new SetupError('BN-RECIPIENT', 'the file holds no key');
  if (keys.length > MOST_RECIPIENTS)
    throw new SetupError('BN-RECIPIENT', `more than ${MOST_RECIPIENTS} keys`);
  return keys;
}

/**
 * Refuses a recipient to whom nothing can be encrypted, before anything is collected.
 * @param recipients public keys, `age1…`
 * @throws SetupError `BN-RECIPIENT`
 */
export async function checkRecipients(recipients: readonly string[]): Promise<void> {
  await encrypterFor(recipients);
}

/**
 * Encrypts a finished bundle in the age format (https://age-encryption.org/v1).
 * @param recipients public keys, `age1…`, at least one
 * @throws SetupError `BN-RECIPIENT`; there is no plain bundle then
 */
export async function encryptBundle(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = await encrypterFor(recipients);
  return encrypter.encrypt(bytes);
}

async function encrypterFor(recipients: readonly string[]) {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const [index, recipient] of recipients.entries()) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      // What was given may be a private key by mistake: it is not repeated.
      throw new SetupError('BN-RECIPIENT', `recipient ${index + 1} is no age public key`);
    }
  }
  if (recipients.length === 0) throw new SetupError('BN-RECIPIENT', 'none was given');
  return encrypter;
}
