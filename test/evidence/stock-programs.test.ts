import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operatorSigner } from '../../src/evidence/signing/evidence-signer.ts';
import { systemHost } from '../../src/host/host.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { payload, written } from './on-disk.ts';
import { sampleResults } from './sample-results.ts';
import { run, stockKey } from './signing/ssh-tools.ts';

/** The shell blocks of `VERIFY.md` under a heading, which a buyer copies. */
function commandsOf(guide: string, heading: string): readonly string[] {
  const section = guide.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text = '']) => text);
}

function shell(folder: string, script: string) {
  return run('sh', ['-c', script], new Uint8Array(), folder);
}

describe('VERIFY.md, copied line by line', () => {
  it('V1: sha256sum and cmp accept the set, and each notices what it promises to notice', async () => {
    const evidence = await written(sampleResults());
    const guide = readFileSync(payload(evidence, 'VERIFY.md'), 'utf8');
    const [script = ''] = commandsOf(guide, 'V1');
    const [check = '', complete = ''] = script.split('\n');
    expect(shell(evidence.folder, script).stdout).toBe('intact\ncomplete\n');
    expect(shell(evidence.folder, 'sha256sum -c --quiet --strict tagmanifest-sha256.txt').status).toBe(0);

    writeFileSync(payload(evidence, 'added.txt'), 'x');
    expect(shell(evidence.folder, check).stdout).toBe('intact\n');
    expect(shell(evidence.folder, complete).stdout).toMatch(/ differ: /);
    rmSync(payload(evidence, 'added.txt'));
    appendFileSync(payload(evidence, 'report.md'), ' ');
    expect(shell(evidence.folder, check)).toMatchObject({ status: 1, stdout: 'data/report.md: FAILED\n' });
  });

  it('V2: ssh-keygen accepts the key from outside and no other; the proof code can be read off', async () => {
    const key = stockKey(temporaryFolder(), 'seller');
    const stranger = stockKey(temporaryFolder(), 'stranger');
    const signer = await operatorSigner(systemHost(), `${key.path}.pub`, {
      signal: new AbortController().signal,
      prompt: 'nowhere',
    });
    const evidence = await written(sampleResults(), { signer });
    const guide = readFileSync(payload(evidence, 'VERIFY.md'), 'utf8');
    const [verify = '', code = '', statement = ''] = commandsOf(guide, 'V2');

    writeFileSync(join(evidence.folder, 'allowed_signers'), `signer ${key.publicLine}`);
    expect(shell(evidence.folder, verify).stdout).toMatch(/^Good "bus-setup-evidence" signature for signer /);
    writeFileSync(join(evidence.folder, 'allowed_signers'), `signer ${stranger.publicLine}`);
    expect(shell(evidence.folder, verify).status).not.toBe(0);

    const [fingerprint = '', digits = ''] = evidence.proofCode.split('.');
    const told = shell(evidence.folder, code).stdout;
    expect(told).toContain(fingerprint);
    expect(told.trimEnd().endsWith(`\n${digits}`)).toBe(true);

    expect(shell(evidence.folder, statement).stdout).toContain('Signature Verified Successfully');
  });

  it('V3 and V4: the challenge and the verdict digest come out as the guide says', async () => {
    const results = sampleResults({ challenge: 'blue `heron` $(date)' });
    const evidence = await written(results);
    const guide = readFileSync(payload(evidence, 'VERIFY.md'), 'utf8');
    const [challenge = ''] = commandsOf(guide, 'V3');
    expect(shell(evidence.folder, challenge).stdout.split('\n')).toEqual([
      'blue `heron` $(date)',
      'events-replay\tPASS\tblue `heron` $(date)',
      'notes-persistence\tPASS\tblue `heron` $(date)',
      '',
    ]);
    const [digest = ''] = commandsOf(guide, 'V4');
    expect(shell(evidence.folder, digest.split('\n')[0] ?? '').stdout).toBe(`${results.verdictDigest}  -\n`);
    expect(guide).toContain(results.verdictDigest);
  });

  it('never sends the buyer to a key inside the evidence for the manifest', async () => {
    const evidence = await written(sampleResults());
    const guide = readFileSync(payload(evidence, 'VERIFY.md'), 'utf8');
    expect(guide).not.toContain(evidence.fingerprint);
    expect(guide).not.toContain(evidence.proofCode);
  });
});

describe('GNU tar', () => {
  it('unpacks the archive to the same files, and the published digest is that of the tar', async () => {
    const evidence = await written(sampleResults());
    const out = temporaryFolder();
    expect(run('tar', ['-xzf', evidence.archive, '-C', out]).stderr).toBe('');
    expect(run('diff', ['-r', join(out, 'evidence'), evidence.folder]).stdout).toBe('');
    const digest = run('sh', ['-c', `gzip -dc '${evidence.archive}' | sha256sum`]).stdout;
    expect(digest).toBe(`${evidence.tarSha256}  -\n`);
  });
});
