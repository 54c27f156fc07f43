import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { demandSignable } from '../../../src/evidence/signing/demand-signable.ts';
import { operatorSigner } from '../../../src/evidence/signing/evidence-signer.ts';
import { readSshsig, verifySshsig } from '../../../src/evidence/signing/sshsig.ts';
import { type Host, systemHost } from '../../../src/host/host.ts';
import { SetupError } from '../../../src/reasons/setup-error.ts';
import { temporaryFolder } from '../../fixtures/test-host.ts';
import { stockKey } from './ssh-tools.ts';

const MANIFEST = Buffer.from('0'.repeat(64));
const options = { signal: new AbortController().signal, prompt: 'nowhere' } as const;

function hostWith(env: Record<string, string>): Host {
  const { PATH = '', HOME = '' } = process.env;
  return { ...systemHost(), env: { PATH, HOME, ...env } };
}

/** A passphrase-protected key, and a program that answers the question for it. */
function lockedKey(): { readonly path: string; readonly askpass: string } {
  const folder = temporaryFolder();
  const path = join(folder, 'locked');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-C', 'locked', '-f', path]);
  const askpass = join(folder, 'askpass');
  writeFileSync(askpass, '#!/bin/sh\necho "open sesame"\n');
  chmodSync(askpass, 0o700);
  return { path, askpass };
}

async function signatureWith(host: Host, publicKey: string): Promise<boolean | undefined> {
  const signer = await operatorSigner(host, publicKey, options);
  const signature = readSshsig(await signer.signManifest(MANIFEST));
  expect(signature.key.fingerprint).toBe(signer.publicKey.fingerprint);
  expect(signer.statementKey.publicKey.fingerprint).not.toBe(signer.publicKey.fingerprint);
  return verifySshsig(signature, MANIFEST);
}

describe('--sign-with', () => {
  it('lets ssh-keygen ask for the passphrase', async () => {
    const { path, askpass } = lockedKey();
    const host = hostWith({ SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' });
    expect(await signatureWith(host, `${path}.pub`)).toBe(true);
  });

  it('signs with an agent that alone has the private key', async () => {
    const { path, askpass } = lockedKey();
    const folder = temporaryFolder();
    const socket = join(folder, 'agent');
    const started = execFileSync('ssh-agent', ['-a', socket, '-s'], { encoding: 'utf8' });
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(started)?.[1]);
    onTestFinished(() => void process.kill(pid));
    const env = { ...process.env, SSH_AUTH_SOCK: socket, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' };
    expect(spawnSync('ssh-add', ['-q', path], { env }).status).toBe(0);
    const publicKey = join(folder, 'only.pub');
    copyFileSync(`${path}.pub`, publicKey);
    rmSync(path);
    expect(existsSync(join(folder, 'only'))).toBe(false);
    expect(await signatureWith(hostWith({ SSH_AUTH_SOCK: socket }), publicKey)).toBe(true);
  });

  it('says what ssh-keygen said when it does not sign', async () => {
    const key = stockKey(temporaryFolder());
    rmSync(key.path);
    const failure = await signatureWith(hostWith({}), `${key.path}.pub`).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SetupError);
    expect(String(failure)).toMatch(/EV-SIGNING-FAILED/);
  });

  it('refuses a file that is no public key', async () => {
    const key = stockKey(temporaryFolder());
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'two.pub'), key.publicLine.repeat(2));
    writeFileSync(join(folder, 'liar.pub'), key.publicLine.replace('ssh-ed25519', 'ssh-rsa'));
    for (const path of [
      key.path,
      join(folder, 'two.pub'),
      join(folder, 'liar.pub'),
      join(folder, 'none.pub'),
    ]) {
      await expect(operatorSigner(hostWith({}), path, options)).rejects.toThrow(/EV-KEY-UNREADABLE/);
    }
  });

  it('signs nothing when ssh-keygen is not there', async () => {
    const key = stockKey(temporaryFolder());
    const host = { ...systemHost(), env: { PATH: temporaryFolder() } };
    await expect(signatureWith(host, `${key.path}.pub`)).rejects.toThrow(/EV-SIGNING-FAILED/);
  });
});

describe('before a run with --sign-with', () => {
  it('a key that signs at once passes, also where nobody may be asked', async () => {
    const key = stockKey(temporaryFolder());
    await demandSignable(hostWith({}), `${key.path}.pub`, 'nowhere');
  });

  it('a locked key is refused where nobody can be asked, with the way to an agent', async () => {
    const { path } = lockedKey();
    const refusal = await demandSignable(hostWith({}), `${path}.pub`, 'nowhere').catch(
      (error: unknown) => error,
    );
    if (!(refusal instanceof SetupError)) throw new Error('it was not refused');
    expect(refusal.reason.id).toBe('EV-KEY-LOCKED');
    expect(refusal.reason.next).toContain(`ssh-add ${path}`);
    expect(refusal.reason.next).toContain('--ci');
  });

  it('a key that only a window can unlock is not tried', async () => {
    const { path } = lockedKey();
    await demandSignable(hostWith({ SSH_ASKPASS: '/bin/false', DISPLAY: ':0' }), `${path}.pub`, 'nowhere');
  });

  it('a key without its private half is refused', async () => {
    const key = stockKey(temporaryFolder());
    rmSync(key.path);
    await expect(demandSignable(hostWith({}), `${key.path}.pub`, 'terminal')).rejects.toThrow(
      /EV-SIGNING-FAILED/,
    );
  });
});
