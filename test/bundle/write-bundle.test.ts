import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collector } from '../../src/bundle/collector.ts';
import { COLLECTORS } from '../../src/bundle/collectors.ts';
import { ledgerSchema } from '../../src/bundle/ledger.ts';
import { manifestSchema, volatileManifestSchema } from '../../src/bundle/manifest.ts';
import type { CollectorFinished } from '../../src/bundle/observer.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { plainHost, redactorWith, requestFor, type Scratch, scratch } from './bundle-fixture.ts';
import { downRuntime, type FakeStack, fakeStack } from './fake-stack.ts';
import { jsonMember, readBundle } from './read-bundle.ts';

const SECRET = 'planted-value-4fd1c07b93';

let place: Scratch;
let stack: FakeStack;
let secrets: SecretRegistry;

beforeEach(async () => {
  place = await scratch();
  secrets = new SecretRegistry();
  secrets.secret('PLANTED', SECRET);
  stack = await fakeStack(secrets, {
    nginx: ['GET /readyz 200', `GET /x?access=${SECRET} 200`],
    'bus-llm': ['\u001b[31mred\u001b[0m line'],
  });
});

afterEach(async () => {
  await stack.close();
  await place.remove();
});

/** A collector with one file of the given content. */
function one(path: string, text: string, id = 'test'): Collector {
  return {
    id,
    title: id,
    deadlineMs: 1_000,
    capBytes: 1_000,
    collect: async () => [{ path, bytes: Buffer.from(text), why: 'test' }],
  };
}

describe('writeBundle', () => {
  it('collects a running stack, and says of every file what it is', async () => {
    await writeFile(join(place.folder, 'results.json'), '{"checks":[]}\n');
    const finished: CollectorFinished[] = [];
    const started: string[] = [];
    const written = await writeBundle({
      ...requestFor(stack.runtime, place.folder, { secrets }),
      observer: {
        collectorStarted: ({ id }) => started.push(id),
        collectorFinished: (each) => finished.push(each),
      },
    });
    const members = await readBundle(written.path);
    const manifest = manifestSchema.parse(jsonMember(members, 'manifest.json'));
    const volatileManifest = volatileManifestSchema.parse(jsonMember(members, 'volatile/manifest.json'));

    expect(started).toEqual(COLLECTORS.map(({ id }) => id));
    expect(finished.map(({ collector }) => collector)).toEqual(started);
    expect(written.files).toBe(members.size);
    expect([...members.keys()].sort()).toEqual(
      [...manifest.files.map(({ path }) => path), 'manifest.json'].sort(),
    );
    expect(manifest.time).toBe('2026-01-02T03:04:05.000Z');
    expect(manifest.contentDigest).toBe(written.contentDigest);
    expect(jsonMember(members, 'stack/models.json')).toMatchObject({ data: [{ id: 'codex-chatgpt' }] });
    expect(jsonMember(members, 'stack/readiness.json')).toEqual({
      probes: [
        { id: 'gateway', request: 'GET /readyz', status: 200, healthy: true },
        { id: 'portal', request: 'GET /portal/$BUS_PORTAL_TOKEN/v1/healthz', status: 200, healthy: true },
      ],
    });
    expect(jsonMember(members, 'stack/services.json')).toMatchObject({
      running: true,
      services: [{ state: 'healthy' }, { state: 'running' }, { state: 'skipped' }],
    });
    expect(members.get('proof/results.json')).toBe('{"checks":[]}\n');
    expect(members.get('volatile/logs/bus-llm.log')).toBe('red line\n');
    expect(manifest.missing.map(({ path }) => path)).toContain('proof/report.md');
    expect(volatileManifest.files.map(({ path }) => path)).toContain('volatile/logs/nginx.log');
  });

  it('removes a planted secret from every file, and the ledger points at its placeholder', async () => {
    await writeFile(join(place.folder, 'report.md'), `# Report\n\nsaw ${SECRET} here\n`);
    await writeFile(join(place.folder, 'journal.ndjson'), `{"type":"log.line","line":"${SECRET}"}\n`);
    const host = plainHost(place.folder, { BUS_LLM_BILLING_BACKEND: SECRET, BUS_LOCAL_JWT_SECRET: SECRET });
    const written = await writeBundle(requestFor(stack.runtime, place.folder, { secrets, host }));
    const members = await readBundle(written.path);

    for (const [path, text] of members) expect(text, path).not.toContain(SECRET);
    expect(gunzipSync(await readFile(written.path)).includes(SECRET)).toBe(false);
    const ledger = ledgerSchema.parse(jsonMember(members, 'redactions.json'));
    const [entry] = ledger.entries.filter(({ file }) => file === 'proof/report.md');
    const line = members.get('proof/report.md')?.split('\n')[(entry?.line ?? 0) - 1];
    expect(line?.slice((entry?.column ?? 0) - 1)).toMatch(/^\[REDACTED:/);
    const hidden = ledgerSchema.parse(jsonMember(members, 'volatile/redactions.json'));
    expect(Object.keys(hidden.totals.byFile)).toEqual([
      'volatile/logs/nginx.log',
      'volatile/run/journal.ndjson',
    ]);
  });

  it('takes a secret that only a key gives away from every other file too', async () => {
    const found = ['zq83Kd', 'Lw02Vx', 'Tn77Hb'].join('');
    const collectors = [
      one('a/trace.txt', `at connect (${found})\n`, 'trace'),
      one('b/settings.yaml', `database:\n  password: ${found}\n`, 'settings'),
    ];
    const written = await writeBundle(requestFor(stack.runtime, place.folder, { secrets, collectors }));
    const members = await readBundle(written.path);
    const [trace, settings] = ['a/trace.txt', 'b/settings.yaml'].map(
      (path) => /:([0-9a-f]{12})\]/.exec(members.get(path) ?? '')?.[1],
    );
    expect(trace).toBeDefined();
    expect(trace).toBe(settings);
  });

  it('names the secrets that cannot be searched for', async () => {
    const redactor = redactorWith(createRedactor(secrets), { unsearchable: () => ['SHORT_PIN'] });
    const request = requestFor(stack.runtime, place.folder, {
      secrets,
      redactor,
      collectors: [one('a.txt', 'a')],
    });
    const written = await writeBundle(request);
    const ledger = ledgerSchema.parse(jsonMember(await readBundle(written.path), 'redactions.json'));
    expect(ledger.unsearchable).toEqual(['SHORT_PIN']);
  });

  it('makes the same bytes of the same state, outside volatile/', async () => {
    await writeFile(join(place.folder, 'results.json'), '{"checks":[]}\n');
    const first = await writeBundle(requestFor(stack.runtime, place.folder, { secrets }));
    const second = await writeBundle(requestFor(stack.runtime, place.folder, { secrets }));
    expect(second.contentDigest).toBe(first.contentDigest);
    expect(second.path).toBe(join(place.folder, 'bundle-2.tar.gz'));
    const [one, two] = [await readBundle(first.path), await readBundle(second.path)];
    expect([...two.keys()]).toEqual([...one.keys()]);
    for (const [path, text] of one) if (!path.startsWith('volatile/')) expect(two.get(path), path).toBe(text);
  });

  it('works when the stack is down, and says why each part is missing', async () => {
    const written = await writeBundle(requestFor(downRuntime(), place.folder));
    const members = await readBundle(written.path);
    const manifest = manifestSchema.parse(jsonMember(members, 'manifest.json'));
    const models = manifest.collectors.find(({ id }) => id === 'model-catalog');
    expect(models).toMatchObject({ status: 'missing', reason: { id: 'ST-NOT-RUNNING' } });
    expect(jsonMember(members, 'stack/readiness.json')).toMatchObject({ reason: { id: 'ST-NOT-RUNNING' } });
    expect(jsonMember(members, 'stack/services.json')).toMatchObject({ running: false });
    expect(members.has('stack/profile.json')).toBe(true);
  });

  it('loses only the file of a collector that hangs, throws, or meets a broken redactor', async () => {
    const hanging: Collector = {
      ...one('a/hangs.txt', ''),
      id: 'hangs',
      deadlineMs: 20,
      collect: () => new Promise(() => undefined),
    };
    const throwing: Collector = {
      ...one('a/throws.txt', ''),
      id: 'throws',
      collect: () => Promise.reject(new Error(SECRET)),
    };
    const redactor = createRedactor(secrets);
    const broken = redactorWith(redactor, {
      file: (name, bytes) => {
        if (name === 'a/bad.txt') throw new Error(`cannot treat ${SECRET}`);
        return redactor.file(name, bytes);
      },
    });
    const collectors = [
      hanging,
      throwing,
      one('a/bad.txt', SECRET, 'bad'),
      one('a/good.txt', 'good', 'good'),
    ];
    const written = await writeBundle(
      requestFor(stack.runtime, place.folder, { secrets, redactor: broken, collectors }),
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
    expect(members.get('manifest.json')).not.toContain(SECRET);
  });

  it('refuses to write what the gate finds, and keeps nothing', async () => {
    const leaking = redactorWith(createRedactor(secrets), {
      text: (text) => text,
      file: (_, bytes) => ({ bytes: Buffer.from(bytes), findings: [] }),
    });
    const request = requestFor(stack.runtime, place.folder, {
      secrets,
      redactor: leaking,
      collectors: [one('a/leak.txt', `x ${SECRET} y`)],
    });
    await expect(writeBundle(request)).rejects.toMatchObject({
      reason: { id: 'BN-LEAK', detail: expect.stringContaining('a/leak.txt') },
    });
    await expect(writeBundle(request)).rejects.not.toMatchObject({
      message: expect.stringContaining(SECRET),
    });
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('refuses a leak in a file name without repeating it', async () => {
    const collectors = [one(`a/${SECRET}.txt`, 'harmless')];
    await expect(
      writeBundle(requestFor(stack.runtime, place.folder, { secrets, collectors })),
    ).rejects.toSatisfy(
      (error: Error) => error.message.startsWith('BN-LEAK') && !error.message.includes(SECRET),
    );
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('never takes environment and credential files, by name or by content', async () => {
    const collectors = [
      one('config/.env', 'A=1', 'by-name'),
      one('config/settings.txt', 'STRIPE_KEY=1\nOTHER=2\n', 'by-content'),
      one('codex/auth.json', '{}', 'codex-name'),
      one('codex/state.json', '{"tokens":{"access_token":"x"}}', 'codex-content'),
      one('keys/plain.txt', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n', 'key'),
    ];
    const written = await writeBundle(requestFor(stack.runtime, place.folder, { secrets, collectors }));
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
      ...names.map((name, index) => one(name, 'x', `bad-${index}`)),
      one('good.txt', 'x', 'good'),
    ];
    const written = await writeBundle(requestFor(stack.runtime, place.folder, { secrets, collectors }));
    const members = await readBundle(written.path);
    const manifest = manifestSchema.parse(jsonMember(members, 'manifest.json'));
    expect([...members.keys()].filter((path) => path.includes('x') || path === 'good.txt')).toEqual([
      'good.txt',
    ]);
    expect(manifest.missing.map(({ reason }) => reason.id)).toEqual(names.map(() => 'BN-UNSAFE-NAME'));
  });

  it('can be checked with the tools of the machine', async () => {
    const written = await writeBundle(requestFor(stack.runtime, place.folder, { secrets }));
    const cwd = dirname(written.path);
    expect(execFileSync('sha256sum', ['-c', 'bundle.tar.gz.sha256'], { cwd, encoding: 'utf8' })).toContain(
      'OK',
    );
    const names = execFileSync('tar', ['-tzf', 'bundle.tar.gz'], { cwd, encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(names).toContain('bus-setup-bundle/manifest.json');
    expect([...names].sort()).toEqual(names);
    execFileSync('tar', ['-xzf', 'bundle.tar.gz'], { cwd });
    const digest = execFileSync(
      'sh',
      [
        '-c',
        "find . -type f ! -path './volatile/*' ! -path ./manifest.json | cut -c3- | LC_ALL=C sort | xargs sha256sum | sha256sum",
      ],
      { cwd: join(cwd, 'bus-setup-bundle'), encoding: 'utf8' },
    );
    expect(digest.slice(0, 64)).toBe(written.contentDigest);
    const tarDigest = execFileSync('sh', ['-c', 'gzip -dc bundle.tar.gz | sha256sum'], {
      cwd,
      encoding: 'utf8',
    });
    expect(tarDigest.slice(0, 64)).toBe(written.tarSha256);
    expect((await stat(written.path)).mode & 0o777).toBe(0o600);
    expect((await stat(`${written.path}.sha256`)).mode & 0o777).toBe(0o600);
  });

  it('stops when the run is cancelled, and leaves nothing', async () => {
    const cancelled = new AbortController();
    const collectors: Collector[] = [
      {
        ...one('a.txt', ''),
        collect: () => {
          cancelled.abort(new Error('stop'));
          return new Promise(() => undefined);
        },
      },
    ];
    const request = requestFor(stack.runtime, place.folder, { collectors, signal: cancelled.signal });
    await expect(writeBundle(request)).rejects.toThrow('stop');
    expect(await readdir(place.folder)).toEqual([]);
  });
});
