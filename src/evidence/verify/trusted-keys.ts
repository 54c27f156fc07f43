import { SetupError } from '../../reasons/setup-error.ts';
import { publicKeyOf, type SshPublicKey } from '../signing/ssh-public-key.ts';

/** A key in a public key file, in `allowed_signers`, or in what a forge lists for a user. */
const KEY = /(?:^|\s)(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ (AAAA[A-Za-z0-9+/]+={0,2})(?=\s|$)/;

/**
 * Reads the keys that a buyer trusts: one on each line, in any of the forms that SSH has for them. A line for a
 * certificate authority is refused, because certificates are not checked.
 * @throws SetupError `EV-KEY-UNREADABLE` when a line holds none
 */
export function trustedKeys(text: string): readonly SshPublicKey[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) throw new SetupError('EV-KEY-UNREADABLE', 'the file holds no key');
  return lines.map((line) => {
    const [, base64] = KEY.exec(line) ?? [];
    if (base64 === undefined || /\bcert-authority\b/.test(line)) {
      throw new SetupError('EV-KEY-UNREADABLE', 'a line holds no plain public key');
    }
    return publicKeyOf(Buffer.from(base64, 'base64'));
  });
}
