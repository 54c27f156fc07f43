import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COLLECTORS } from '../../src/bundle/collectors.ts';
import { ledgerSchema } from '../../src/bundle/ledger.ts';
import { manifestSchema, volatileManifestSchema } from '../../src/bundle/manifest.ts';
import type { CollectorFinished } from '../../src/bundle/observer.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import {
  fileCollector,
  plainHost,
  redactorWith,
  requestFor,
  type Scratch,
  scratch,
} from './bundle-fixture.ts';
import { downRuntime, type FakeStack, fakeStack } from './fake-stack.ts';
import { jsonMember, readBundle } from './read-bundle.ts';

const PLANTED = 'planted-value-4fd1c07b93';

let place: Scratch;
let stack: FakeStack;
let secrets: SecretRegistry;

beforeEach(async () => {
  place = await scratch();
  secrets = new SecretRegistry();
  secrets.secret('PLANTED', PLANTED);
  stack = await fakeStack(secrets, {
    nginx: ['GET /readyz 200', `GET /x?access=${PLANTED} 200`],
    'bus-llm': ['\u001b[31mred\u001b[0m line'],
  });
});

afterEach(async () => {
  await stack.close();
  await place.remove();
});

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
    await writeFile(join(place.folder, 'report.md'), `# Report\n\nsaw ${PLANTED} here\n`);
    await writeFile(join(place.folder, 'journal.ndjson'), `{"type":"log.line","line":"${PLANTED}"}\n`);
    const host = plainHost(place.folder, { BUS_LLM_BILLING_BACKEND: PLANTED, BUS_LOCAL_JWT_SECRET: PLANTED });
    const written = await writeBundle(requestFor(stack.runtime, place.folder, { secrets, host }));
    const members = await readBundle(written.path);

    for (const [path, text] of members) expect(text, path).not.toContain(PLANTED);
    expect(gunzipSync(await readFile(written.path)).includes(PLANTED)).toBe(false);
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
      fileCollector('a/trace.txt', `at connect (${found})\n`, 'trace'),
      fileCollector('b/settings.yaml', `database:\n  password: ${found}\n`, 'settings'),
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
      collectors: [fileCollector('a.txt', 'a')],
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

  it('has the same content digest under another key, as long as no stable file holds a secret', async () => {
    const digests = [];
    for (const byte of [1, 2]) {
      const redactor = createRedactor(secrets, { key: Buffer.alloc(32, byte) });
      digests.push(
        (await writeBundle(requestFor(stack.runtime, place.folder, { secrets, redactor }))).contentDigest,
      );
    }
    expect(digests[0]).toBe(digests[1]);
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
});
