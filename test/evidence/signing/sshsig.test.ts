import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ephemeralKey } from '../../../src/evidence/signing/ephemeral-key.ts';
import { ephemeralSigner } from '../../../src/evidence/signing/evidence-signer.ts';
import { parsePublicKey, publicKeyLine } from '../../../src/evidence/signing/ssh-public-key.ts';
import {
  armouredSshsig,
  EVIDENCE_NAMESPACE,
  readSshsig,
  sshsigPreimage,
  verifySshsig,
} from '../../../src/evidence/signing/sshsig.ts';
import { temporaryFolder } from '../../fixtures/test-host.ts';
import { type KeyFiles, run, stockKey } from './ssh-tools.ts';

const MESSAGES = ['', 'x', 'hello\n', '\0\u{1F680}\r\n', 'a'.repeat(100_000)].map((text) =>
  Buffer.from(text),
);

function signWith(seed: Buffer, namespace: string, message: Buffer): string {
  const key = ephemeralKey({ random: () => seed });
  return armouredSshsig(key.publicKey, namespace, key.sign(sshsigPreimage(message, namespace)));
}

describe('SSHSIG', () => {
  it.each([1, 2, 3])('is what ssh-keygen writes, byte for byte (key %i)', (number) => {
    const key = stockKey(temporaryFolder(), `key${number}`);
    for (const namespace of [EVIDENCE_NAMESPACE, 'file', 'a@b.example']) {
      for (const message of MESSAGES) {
        const stock = run('ssh-keygen', ['-Y', 'sign', '-q', '-f', key.path, '-n', namespace], message);
        expect(stock.status).toBe(0);
        expect(signWith(key.seed, namespace, message)).toBe(stock.stdout);
      }
    }
  });

  it('is accepted by ssh-keygen -Y verify, with the fingerprint that ssh-keygen prints', async () => {
    const folder = temporaryFolder();
    const signer = ephemeralSigner({ random: (size) => Buffer.alloc(size, 7) });
    const message = Buffer.from('manifest\n');
    writeFileSync(join(folder, 'sig'), await signer.signManifest(message));
    writeFileSync(join(folder, 'allowed'), `seller ${publicKeyLine(signer.publicKey)}\n`);
    const args = ['-Y', 'verify', '-f', 'allowed', '-I', 'seller', '-n', EVIDENCE_NAMESPACE, '-s', 'sig'];
    const good = run('ssh-keygen', args, message, folder);
    expect(good.stdout).toContain(`Good "${EVIDENCE_NAMESPACE}" signature for seller`);
    expect(good.stdout).toContain(signer.publicKey.fingerprint);
    expect(run('ssh-keygen', args, Buffer.from('manifest'), folder).status).not.toBe(0);
  });

  describe('reading', () => {
    const message = Buffer.from('signed');
    const signed = () => {
      const key = stockKey(temporaryFolder());
      const args = ['-Y', 'sign', '-q', '-f', key.path, '-n', EVIDENCE_NAMESPACE];
      return { key, armour: run('ssh-keygen', args, message).stdout };
    };

    it('accepts what ssh-keygen signed, for that message only', () => {
      const { key, armour } = signed();
      const signature = readSshsig(armour);
      expect(signature.key.fingerprint).toBe(parsePublicKey(key.publicLine).fingerprint);
      expect(verifySshsig(signature, message)).toBe(true);
      expect(verifySshsig(signature, Buffer.from('signed.'))).toBe(false);
      expect(verifySshsig({ ...signature, namespace: 'file' }, message)).toBe(false);
    });

    it('notices every change of one byte of the armour', () => {
      const { key, armour } = signed();
      const bytes = Buffer.from(armour);
      const survivors: number[] = [];
      for (let at = 0; at < bytes.length; at++) {
        for (const flip of [0x01, 0x20, 0x80]) {
          const changed = Buffer.from(bytes);
          changed.writeUInt8((bytes[at] ?? 0) ^ flip, at);
          if (accepts(changed.toString('latin1'), message, key)) survivors.push(at);
        }
      }
      expect(survivors).toEqual([]);
    });
  });
});

/** What the verifier asks of a signature: readable, right, by this key, for this purpose. */
function accepts(armour: string, message: Buffer, key: KeyFiles): boolean {
  try {
    const signature = readSshsig(armour);
    return (
      verifySshsig(signature, message) === true &&
      signature.key.fingerprint === parsePublicKey(key.publicLine).fingerprint &&
      signature.namespace === EVIDENCE_NAMESPACE
    );
  } catch {
    return false;
  }
}
