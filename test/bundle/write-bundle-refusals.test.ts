import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collector } from '../../src/bundle/collector.ts';
import { ledgerSchema } from '../../src/bundle/ledger.ts';
import { manifestSchema } from '../../src/bundle/manifest.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { fileCollector, redactorWith, requestFor, type Scratch, scratch } from './bundle-fixture.ts';
import { downRuntime } from './fake-stack.ts';
import { jsonMember, readBundle } from './read-bundle.ts';

const PLANTED = 'planted-value-4fd1c07b93';

let place: Scratch;
let secrets: SecretRegistry;

beforeEach(async () => {
  place = await scratch();
  secrets = new SecretRegistry();
  secrets.secret('PLANTED', PLANTED);
});

afterEach(() => place.remove());

describe('writeBundle, when something is wrong', () => {
  it('loses only the file of a collector that hangs, throws, or meets a broken redactor', async () => {
    const hanging: Collector = {
      ...fileCollector('a/hangs.txt', ''),
      id: 'hangs',
      deadlineMs: 20,
      collect: () => new Promise(() => undefined),
    };
    const throwing: Collector = {
      ...fileCollector('a/throws.txt', ''),
      id: 'throws',
      collect: () => Promise.reject(new Error(PLANTED)),
    };
    const redactor = createRedactor(secrets);
    const broken = redactorWith(redactor, {
      file: (name, bytes) => {
        if (name === 'a/bad.txt') throw new Error(`cannot treat ${PLANTED}`);
        return redactor.file(name, bytes);
      },
    });
    const collectors = [
      hanging,
      throwing,
      fileCollector('a/bad.txt', PLANTED, 'bad'),
      fileCollector('a/good.txt', 'good', 'good'),
    ];
    const written = await writeBundle(
      requestFor(downRuntime(), place.folder, { secrets, redactor: broken, collectors }),
    );
    const members = await readBundle(written.path);
    const manifest = manifestSchema.parse(jsonMember(members, 'manifest.json'));
    expect(members.get('a/good.txt')).toBe('good');
    expect(manifest.collectors.map(({ id, reason }) => [id, reason?.id])).toEqual([
      ['hangs', 'BN-DEADLINE'],
      ['throws', 'BN-COLLECTOR-FAILED'],
      ['bad', undefined],
      ['good', undefined],
    ]);
    expect(manifest.missing).toMatchObject([{ path: 'a/bad.txt', reason: { id: 'BN-WITHHELD' } }]);
    expect(ledgerSchema.parse(jsonMember(members, 'redactions.json')).totals.withheld).toBe(1);
    expect(members.get('manifest.json')).not.toContain(PLANTED);
  });

  it('refuses to write what the gate finds, and keeps nothing', async () => {
    const leaking = redactorWith(createRedactor(secrets), {
      text: (text) => text,
      file: (_, bytes) => ({ bytes: Buffer.from(bytes), findings: [] }),
    });
    const request = requestFor(downRuntime(), place.folder, {
      secrets,
      redactor: leaking,
      collectors: [fileCollector('a/leak.txt', `x ${PLANTED} y`)],
    });
    await expect(writeBundle(request)).rejects.toMatchObject({
      reason: { id: 'BN-LEAK', detail: expect.stringContaining('a/leak.txt') },
    });
    await expect(writeBundle(request)).rejects.not.toMatchObject({
      message: expect.stringContaining(PLANTED),
    });
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('refuses a leak in a file name without repeating it', async () => {
    const collectors = [fileCollector(`a/${PLANTED}.txt`, 'harmless')];
    await expect(
      writeBundle(requestFor(downRuntime(), place.folder, { secrets, collectors })),
    ).rejects.toSatisfy(
      (error: Error) => error.message.startsWith('BN-LEAK') && !error.message.includes(PLANTED),
    );
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('never takes environment and credential files, by name or by content', async () => {
    const collectors = [
      fileCollector('config/.env', 'A=1', 'by-name'),
      fileCollector('config/settings.txt', 'STRIPE_KEY=1\nOTHER=2\n', 'by-content'),
      fileCollector('codex/auth.json', '{}', 'codex-name'),
      fileCollector('codex/state.json', '{"tokens":{"access_token":"x"}}', 'codex-content'),
      fileCollector('keys/plain.txt', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n', 'key'),
    ];
    const written = await writeBundle(requestFor(downRuntime(), place.folder, { secrets, collectors }));
    const manifest = manifestSchema.parse(jsonMember(await readBundle(written.path), 'manifest.json'));
    expect(manifest.missing).toHaveLength(collectors.length);
    expect(new Set(manifest.missing.map(({ reason }) => reason.id))).toEqual(new Set(['BN-UNSAFE-FILE']));
  });

  it('drops a file with a hostile name and keeps the rest', async () => {
    const names = [
      '../up.txt',
      '/etc/passwd',
      'a//b',
      'ä.txt',
      'a b',
      `${'x'.repeat(101)}`,
      'a/./b',
      '-rf',
      'C:\\x',
    ];
    const collectors = [
      ...names.map((name, index) => fileCollector(name, 'x', `bad-${index}`)),
      fileCollector('good.txt', 'x', 'good'),
    ];
    const written = await writeBundle(requestFor(downRuntime(), place.folder, { secrets, collectors }));
    const members = await readBundle(written.path);
    const manifest = manifestSchema.parse(jsonMember(members, 'manifest.json'));
    expect([...members.keys()].filter((path) => path.includes('x') || path === 'good.txt')).toEqual([
      'good.txt',
    ]);
    expect(manifest.missing.map(({ reason }) => reason.id)).toEqual(names.map(() => 'BN-UNSAFE-NAME'));
  });

  it('stops when the run is cancelled, and leaves nothing', async () => {
    const cancelled = new AbortController();
    const collectors: Collector[] = [
      {
        ...fileCollector('a.txt', ''),
        collect: () => {
          cancelled.abort(new Error('stop'));
          return new Promise(() => undefined);
        },
      },
    ];
    const request = requestFor(downRuntime(), place.folder, { collectors, signal: cancelled.signal });
    await expect(writeBundle(request)).rejects.toThrow('stop');
    expect(await readdir(place.folder)).toEqual([]);
  });
});
