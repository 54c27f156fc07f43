import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceptCommand } from '../../src/commands/accept.ts';
import { compareCommand } from '../../src/commands/compare.ts';
import { verifyCommand } from '../../src/commands/verify.ts';
import { systemHost } from '../../src/host/host.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { payload, written } from './on-disk.ts';
import { bytesOf, failing, sampleResults } from './sample-results.ts';
import { run, stockKey } from './signing/ssh-tools.ts';

const { signal: never } = new AbortController();

const host = { ...systemHost(), env: { PATH: process.env.PATH } };

/** A console that keeps its lines. */
function recorder() {
  const lines: string[] = [];
  return { lines, out: { line: (text: string) => void lines.push(text), flush: async () => undefined } };
}

/** A run folder with results, as `compare` takes it. */
function runFolder(results: Results): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'results.json'), bytesOf(results));
  return folder;
}

const failed = () =>
  sampleResults({ change: (check) => (check.id === 'models' ? failing(check, 'no model') : check) });

/** A host whose `ssh-keygen` writes down what lies in the folder for temporary files before it does its work. */
function keygenThatLooks() {
  const [bin, tmp] = [temporaryFolder(), temporaryFolder()];
  const list = join(bin, 'seen');
  const real = execFileSync('sh', ['-c', 'command -v ssh-keygen'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\nls -a '${tmp}' >'${list}'\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, 'ssh-keygen'), script, { mode: 0o755 });
  const PATH = `${bin}:${process.env.PATH ?? ''}`;
  return {
    watched: { ...host, tmp, env: { ...host.env, PATH } },
    seen: () => readFileSync(list, 'utf8'),
  };
}

describe('bus-setup verify', () => {
  it('ends with 0 for a passed proof, 3 for one that failed, 5 for what was changed or not established', async () => {
    const good = await written(sampleResults());
    const red = await written(failed());
    const code = good.proofCode;
    expect(await verifyCommand(host, recorder(), good.archive, {}, never)).toBe(0);
    expect(await verifyCommand(host, recorder(), good.folder, { code, require: ['V1', 'v2'] }, never)).toBe(
      0,
    );
    expect(await verifyCommand(host, recorder(), good.folder, { require: ['V2'] }, never)).toBe(5);
    expect(await verifyCommand(host, recorder(), good.folder, { challenge: 'mine' }, never)).toBe(5);
    expect(await verifyCommand(host, recorder(), red.folder, {}, never)).toBe(3);
    writeFileSync(payload(good, 'report.md'), '# Proof: PASSED\n');
    expect(await verifyCommand(host, recorder(), good.folder, {}, never)).toBe(5);
  });

  it('says what was not established', async () => {
    const { folder } = await written(sampleResults());
    const { lines, out } = recorder();
    await verifyCommand(host, { out }, folder, {}, never);
    expect(lines).toContain('Established: V1 integrity.');
    expect(lines).toContain('Not established: V2 origin, V3 fresh, V4 repeated.');
  });

  it('prints one JSON document with --json', async () => {
    const { folder, proofCode } = await written(sampleResults());
    const { lines, out } = recorder();
    await verifyCommand(host, { out }, folder, { json: true }, never);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      v: 1,
      sound: true,
      exitCode: 0,
      facts: { proofCode },
    });
  });

  it('takes the key from allowed_signers, and the own run from its folder', async () => {
    const key = stockKey(temporaryFolder());
    const { operatorSigner } = await import('../../src/evidence/signing/evidence-signer.ts');
    const signer = await operatorSigner(host, `${key.path}.pub`, {
      signal: new AbortController().signal,
      prompt: 'nowhere',
    });
    const { folder } = await written(sampleResults(), { signer });
    const allowed = join(temporaryFolder(), 'allowed_signers');
    writeFileSync(
      allowed,
      `# ours\nseller@example.invalid namespaces="bus-setup-evidence" ${key.publicLine}`,
    );
    const mine = sampleResults();
    const own = { ...mine, volatile: { ...mine.volatile, run: 'b0000000-0000-4000-8000-000000000002' } };
    const flags = { signer: allowed, against: runFolder(own), require: ['V1', 'V2', 'V4'] };
    expect(await verifyCommand(host, recorder(), folder, flags, never)).toBe(0);
  });

  it.each(['rsa', 'ecdsa'])('leaves a %s key to ssh-keygen', async (type) => {
    const key = stockKey(temporaryFolder(), 'key', type);
    const { operatorSigner } = await import('../../src/evidence/signing/evidence-signer.ts');
    const signer = await operatorSigner(host, `${key.path}.pub`, {
      signal: new AbortController().signal,
      prompt: 'nowhere',
    });
    const evidence = await written(sampleResults(), { signer });
    const signed = { signer: `${key.path}.pub`, require: ['V2'] };
    const { watched, seen } = keygenThatLooks();
    expect(await verifyCommand(watched, recorder(), evidence.folder, signed, never)).toBe(0);
    // Not even while it runs: a verifier that is killed leaves nothing.
    expect(seen()).toBe('.\n..\n');
    const other = stockKey(temporaryFolder(), 'other', type);
    expect(
      await verifyCommand(
        host,
        recorder(),
        evidence.folder,
        { ...signed, signer: `${other.path}.pub` },
        never,
      ),
    ).toBe(5);
  });

  it('refuses flags that cannot be meant', async () => {
    const { folder } = await written(sampleResults());
    for (const flags of [{ require: ['V5'] }, { code: 'abc' }, { digest: 'abc' }, { signer: folder }]) {
      await expect(verifyCommand(host, recorder(), folder, flags, never)).rejects.toThrow(SetupError);
    }
  });
});

describe('bus-setup compare', () => {
  it('finds nothing between two runs that ended alike', async () => {
    const { lines, out } = recorder();
    expect(
      await compareCommand(host, { out }, runFolder(sampleResults()), runFolder(sampleResults()), {}, never),
    ).toBe(0);
    expect(lines.at(-1)).toBe('Nothing else changed.');
  });

  it('tells verdicts, reasons, versions, routes and latency that changed', async () => {
    const before = failed();
    const after = sampleResults({
      change: (check) => (check.id === 'portal' ? undefined : check),
    });
    const changed: Results = {
      ...after,
      tool: { ...after.tool, node: '26.0.0' },
      volatile: {
        ...after.volatile,
        latencies: after.volatile.latencies.map((each) =>
          each.check === 'models' ? { ...each, totalMs: 900 } : each,
        ),
      },
    };
    const { lines, out } = recorder();
    expect(
      await compareCommand(host, { out }, runFolder(before), runFolder(changed), { json: true }, never),
    ).toBe(3);
    const told = JSON.parse(lines[0] ?? '');
    expect(told.verdicts).toEqual([
      { what: 'models', before: 'FAIL', after: 'PASS' },
      { what: 'portal', before: 'PASS' },
    ]);
    expect(told.reasons).toEqual([]);
    expect(told.versions).toEqual([{ what: 'node', before: '24.0.0', after: '26.0.0' }]);
    expect(told.routes).toEqual([{ what: 'GET /v1/portal', before: 'there' }]);
    expect(told.latency).toEqual([{ what: 'models', before: '12 ms', after: '900 ms' }]);
  });

  it('tells why a check is red now', async () => {
    const { lines, out } = recorder();
    const [green, red] = [runFolder(sampleResults()), runFolder(failed())];
    expect(await compareCommand(host, { out }, green, red, {}, never)).toBe(3);
    expect(lines).toContain('  models: PASS → FAIL');
    expect(lines).toContain('  models: none → PR-UNEXPECTED');
  });

  it('takes evidence and refuses what is no run', async () => {
    const evidence = await written(sampleResults());
    expect(await compareCommand(host, recorder(), evidence.archive, evidence.folder, {}, never)).toBe(0);
    const empty = temporaryFolder();
    mkdirSync(join(empty, 'x'));
    await expect(compareCommand(host, recorder(), empty, evidence.folder, {}, never)).rejects.toThrow(
      /EV-NOT-EVIDENCE/,
    );
  });
});

describe('bus-setup accept', () => {
  it('writes a receipt that ssh-keygen verifies with the key of the buyer', async () => {
    const { folder, proofCode } = await written(sampleResults());
    const key = stockKey(temporaryFolder(), 'buyer');
    const output = temporaryFolder();
    const flags = { code: proofCode, signWith: `${key.path}.pub`, output, signOff: ['support_window'] };
    expect(await acceptCommand(host, recorder(), folder, flags, never)).toBe(0);
    const receipt = readFileSync(join(output, 'receipt.intoto.json'));
    const { predicateType, predicate, subject } = JSON.parse(receipt.toString());
    expect(predicateType).toBe('https://in-toto.io/attestation/svr/v0.1');
    expect(predicate.properties).toContain('BUS_SETUP_LOCAL_EVIDENCE_ORIGIN');
    expect(predicate.properties).not.toContain('BUS_SETUP_LOCAL_LIVE_CODEX');
    expect(predicate.busdkSignedOff).toEqual(['SUPPORT_WINDOW']);
    expect(predicate.busdkOpen).toContain('EVIDENCE_FRESH');
    expect(subject[0].digest.sha256).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(join(output, 'allowed'), `buyer ${key.publicLine}`);
    const args = ['-Y', 'verify', '-f', 'allowed', '-I', 'buyer', '-n', 'bus-setup-receipt'];
    const checked = run('ssh-keygen', [...args, '-s', 'receipt.intoto.json.sig'], receipt, output);
    expect(checked.stdout).toContain('Good "bus-setup-receipt" signature for buyer');
  });

  it('writes none for a proof that failed, was tampered with, or is not whole', async () => {
    const key = stockKey(temporaryFolder(), 'buyer');
    const half = sampleResults({ change: (check) => (check.id === 'portal' ? undefined : check) });
    const tampered = await written(sampleResults());
    writeFileSync(payload(tampered, 'report.md'), 'x');
    for (const { folder } of [await written(failed()), await written(half), tampered]) {
      const output = temporaryFolder();
      const flags = { signWith: `${key.path}.pub`, output };
      expect(await acceptCommand(host, recorder(), folder, flags, never)).toBe(3);
      expect(() => readFileSync(join(output, 'receipt.intoto.json'))).toThrow();
    }
  });

  it('knows which lines may be signed off', async () => {
    const { folder } = await written(sampleResults());
    await expect(acceptCommand(host, recorder(), folder, { signOff: ['everything'] }, never)).rejects.toThrow(
      /RN-USAGE/,
    );
  });
});

describe('what a stranger wrote', () => {
  it('reaches no terminal as anything but text', async () => {
    const evil = 'x\u001b[2J\u009b31m\u202ey';
    const results = sampleResults();
    const { folder } = await written({
      ...results,
      profile: { ...results.profile, id: evil },
      challenge: evil,
    });
    for (const json of [true, false]) {
      const { lines, out } = recorder();
      await verifyCommand(host, { out }, folder, { json }, never);
      await acceptCommand(host, { out }, folder, { json }, never);
      await compareCommand(host, { out }, folder, runFolder(sampleResults()), { json }, never);
      expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    const broken = temporaryFolder();
    writeFileSync(join(broken, 'results.json'), `{"stack":{"urls":{"${'\\u001b'}[31m":1}}}`);
    const failure = await compareCommand(host, recorder(), broken, folder, {}, never).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
