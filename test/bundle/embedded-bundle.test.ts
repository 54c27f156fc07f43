import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestSchema } from '../../src/bundle/manifest.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { LOCAL_MODEL } from '../../src/contract/llm.ts';
import { AUDIENCES } from '../../src/contract/tokens.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { createRuntime } from '../../src/stack/create-runtime.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';
import { plainHost, requestFor, type Scratch, scratch } from './bundle-fixture.ts';
import { jsonMember, readBundle } from './read-bundle.ts';

let place: Scratch;
let runtime: StackRuntime;
const secrets = new SecretRegistry();
const never = new AbortController().signal;

beforeAll(async () => {
  place = await scratch();
  const host = plainHost(place.folder);
  const options = { host, stackFolder: join(place.folder, 'stack'), secrets, port: 0 };
  runtime = createRuntime(await loadProfile('embedded', host), options);
  await runtime.start({
    signal: never,
    observer: { serviceChanged: () => undefined, logLine: () => undefined },
  });
});

afterAll(async () => {
  await runtime.stop({ wipe: true, signal: never });
  await place.remove();
});

describe('a bundle of the embedded stack', () => {
  it('is complete while the stack runs, and the same again', async () => {
    const folder = join(place.folder, 'run');
    await mkdir(folder);
    const access = await runtime.access(never);
    const minted = await access.token({
      name: 'BUS_API_TOKEN',
      audience: AUDIENCES.api,
      scopes: ['llm:proxy'],
    });
    await writeFile(
      join(folder, 'report.md'),
      `# Report\n\ncurl -H "Authorization: Bearer ${minted?.reveal()}"\n`,
    );
    const request = () => requestFor(runtime, folder, { secrets, redactor: createRedactor(secrets) });
    const first = await writeBundle(request());
    const members = await readBundle(first.path);
    const manifest = manifestSchema.parse(jsonMember(members, 'manifest.json'));

    const live = [
      'profile',
      'services',
      'routes',
      'readiness',
      'model-catalog',
      'modes',
      'logs',
      'environment',
      'versions',
    ];
    const states = new Map(manifest.collectors.map(({ id, status }) => [id, status]));
    expect(live.map((id) => [id, states.get(id)])).toEqual(live.map((id) => [id, 'complete']));
    expect(jsonMember(members, 'stack/models.json')).toMatchObject({ data: [{ id: LOCAL_MODEL.id }] });
    expect(jsonMember(members, 'stack/readiness.json')).toMatchObject({
      probes: [{ healthy: true }, { healthy: true }],
    });
    const text = [...members.values()].join('\n');
    for (const secret of secrets.all())
      if (!secret.publicDefault) expect(text).not.toContain(secret.reveal());
    expect(minted).toBeDefined();
    expect(members.get('proof/report.md')).toContain('[REDACTED:');
  });

  it('gives the same content digest twice, though logs and times moved on', async () => {
    const folder = join(place.folder, 'twice');
    await mkdir(folder);
    const [first, second] = [
      await writeBundle(requestFor(runtime, folder, { secrets })),
      await writeBundle(requestFor(runtime, folder, { secrets })),
    ];
    expect(second.contentDigest).toBe(first.contentDigest);
  });

  it('is written after the stack was killed, with the last words of its log', async () => {
    const { pid } = await runtime.status(never);
    if (pid === undefined) throw new Error('the embedded stack has a process');
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await runtime.status(never)).running).toBe(false);
    const folder = join(place.folder, 'down');
    await mkdir(folder);
    const members = await readBundle((await writeBundle(requestFor(runtime, folder, { secrets }))).path);
    expect(jsonMember(members, 'stack/services.json')).toMatchObject({ running: false });
    expect(jsonMember(members, 'stack/readiness.json')).toMatchObject({ reason: { id: 'ST-NOT-RUNNING' } });
    expect(members.get('volatile/logs/nginx.log')).toContain('nginx');
  });
});
