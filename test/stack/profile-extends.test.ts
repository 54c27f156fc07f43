import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProfile, profileName, validateProfile } from '../../src/stack/profile-loader.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';

const HEAD = ['schema: busdk.setup/profile/v1', 'id: ours', 'extends: local'];

/** Loads a profile of these lines. */
async function load(...lines: readonly string[]) {
  const host = written(...lines);
  return await loadProfile('./ours.yaml', host);
}

async function mistakes(...lines: readonly string[]) {
  const { parsed } = await validateProfile('./ours.yaml', written(...lines));
  return parsed.ok ? [] : parsed.mistakes.map(({ line, field }) => `${line} ${field}`);
}

function written(...lines: readonly string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'ours.yaml'), `${[...HEAD, ...lines].join('\n')}\n`);
  return testHost({ cwd });
}

describe('a profile that extends another', () => {
  it('is like it in everything that it does not say', async () => {
    const { profile } = await load('title: Ours');
    const local = (await loadProfile('local', testHost())).profile;
    expect(profile).toEqual({ ...local, id: 'ours', title: 'Ours' });
  });

  it('changes services by id and settings by key, and adds what is new', async () => {
    const { profile } = await load(
      'runtime: { readySeconds: 42 }',
      'services:',
      '  - { id: bus-llm, role: demo }',
      '  - { id: ours, module: ours, role: core, summary: Our own }',
      'environment:',
      '  - { key: BUS_CODEX_MODEL, default: small }',
    );
    expect(profile.runtime).toMatchObject({ kind: 'compose', readySeconds: 42, files: ['compose.yaml'] });
    const llm = profile.services.find(({ id }) => id === 'bus-llm');
    expect(llm).toMatchObject({ role: 'demo', readiness: '/v1/models' });
    expect(profile.services.at(-1)?.id).toBe('ours');
    expect(profile.environment.find(({ key }) => key === 'BUS_CODEX_MODEL')?.default).toBe('small');
  });

  it('takes nothing of another kind of runtime over', async () => {
    const { profile } = await load('runtime: { kind: embedded, port: 0 }');
    expect(profile.runtime).toEqual({ kind: 'embedded', port: 0 });
  });

  it('makes an optional check required, and the reverse', async () => {
    const { profile } = await load('checks: { required: [gateway-ready, dev-task] }');
    const { optional } = (await loadProfile('local', testHost())).profile.checks;
    expect(optional).toContain('dev-task');
    expect(profile.checks).toEqual({
      required: ['gateway-ready', 'dev-task'],
      optional: optional.filter((id) => id !== 'dev-task'),
    });
  });

  it('tells its mistakes at its own lines', async () => {
    expect(await mistakes('services:', '  - { id: bus-llm, role: wrong }')).toEqual(['5 services.0.role']);
    expect(await mistakes('servces: []')).toEqual(['4 servces']);
    expect(
      await mistakes('environment:', '  - key: BUS_LOCAL_JWT_SECRET', '    default: mine-and-secret'),
    ).toEqual(['6 environment.0.default']);
    expect(await mistakes('services:', '  - { id: new-one }')).toEqual([
      '5 services.0.module',
      '5 services.0.role',
      '5 services.0.summary',
    ]);
  });

  it('finds the line of a field, or of the name of the other profile', async () => {
    const loaded = await load('environment:', '  - key: BUS_CODEX_MODEL', '    default: small');
    const index = loaded.profile.environment.findIndex(({ key }) => key === 'BUS_CODEX_MODEL');
    expect(loaded.lineOf(`/environment/${index}/default`)).toBe(6);
    expect(loaded.lineOf('/environment/0')).toBe(3);
  });

  it('cannot extend itself', async () => {
    const cwd = temporaryFolder();
    for (const [name, other] of [
      ['one', 'two'],
      ['two', 'one'],
    ] as const) {
      writeFileSync(
        join(cwd, `${name}.yaml`),
        `schema: busdk.setup/profile/v1\nid: ${name}\nextends: ${other}\n`,
      );
    }
    const host = testHost({ cwd, env: { BUS_SETUP_PROFILES: cwd } });
    await expect(loadProfile('one', host)).rejects.toThrow(/ST-PROFILE-INVALID.*extends itself/);
  });

  it('is named by its file, and a built-in one by its id', async () => {
    const own = await load();
    expect(profileName(own)).toBe(own.source.path);
    expect(profileName(await loadProfile('local', testHost()))).toBe('local');
  });
});

describe('the built-in profiles', () => {
  it('local has the 23 services of the stack, and no path of a machine', async () => {
    const { profile, source } = await loadProfile('local', testHost());
    expect(profile.services).toHaveLength(23);
    expect(profile.services.filter(({ composeProfile }) => composeProfile === 'dev-task')).toHaveLength(4);
    expect(source.text).not.toMatch(/\/(home|Users)\//);
  });

  it.each(['hosted', 'production-pilot'])('%s holds no address and no token', async (id) => {
    const { profile, source } = await loadProfile(id, testHost());
    expect(profile.tier).toBe(id);
    expect(source.text).not.toMatch(/https?:\/\//);
  });
});
