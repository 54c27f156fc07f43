import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LOCAL_DEFAULTS } from '../../src/contract/local-defaults.ts';
import { SERVICES } from '../../src/contract/services.ts';
import { DEFAULT_LOCAL_TOKEN_SCOPES } from '../../src/contract/tokens.ts';
import { type Host, systemHost } from '../../src/host/host.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { listProfiles, loadProfile } from '../../src/stack/profile-loader.ts';
import { parseProfile } from '../../src/stack/profile-parser.ts';
import { profileSchema } from '../../src/stack/profile-schema.ts';

let folder: string;
let host: Host;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  host = { ...systemHost(), env: {}, cwd: folder };
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function embeddedText(): Promise<string> {
  return (await loadProfile('embedded', host)).source.text;
}

async function failure(idOrPath: string): Promise<SetupError> {
  const error: unknown = await loadProfile(idOrPath, host).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SetupError)) throw new Error(`not a SetupError: ${String(error)}`);
  return error;
}

describe('the embedded profile', () => {
  test('names the services by their Compose ids, with the ports of the contract', async () => {
    const { profile } = await loadProfile('embedded', host);
    for (const service of profile.services) {
      expect(SERVICES).toHaveProperty(service.id);
      const known = SERVICES[service.id as keyof typeof SERVICES];
      expect(service.port).toBe(known.port ?? undefined);
    }
    expect(profile.services.map((service) => service.id).toSorted()).toEqual(
      [
        'nginx',
        'bus-auth',
        'bus-events',
        'bus-llm',
        'bus-codex',
        'bus-billing-api',
        'bus-billing-worker',
        'bus-usage-api',
        'bus-usage-worker',
        'bus-notes-api',
        'bus-vm',
        'bus-containers',
        'bus-docker',
        'bus-container-router',
        'bus-portal',
        'bus-stripe',
        'bus-integration-task',
        'mailhog',
      ].toSorted(),
    );
  });

  test('has the documented local-only defaults and token grant', async () => {
    const { profile } = await loadProfile('embedded', host);
    const localOnly = profile.environment.filter((entry) => entry.localOnly === true);
    expect(localOnly.length).toBeGreaterThanOrEqual(4);
    for (const entry of localOnly) {
      expect(entry.default).toBe(LOCAL_DEFAULTS[entry.key as keyof typeof LOCAL_DEFAULTS].value);
    }
    const scopes = profile.environment.find((entry) => entry.key === 'BUS_LOCAL_TOKEN_SCOPES')?.default;
    expect(scopes?.split(' ')).toEqual([...DEFAULT_LOCAL_TOKEN_SCOPES]);
  });

  test('knows the line of each field', async () => {
    const loaded = await loadProfile('embedded', host);
    const lines = loaded.source.text.split('\n');
    const index = loaded.profile.environment.findIndex((entry) => entry.key === 'BUS_LOCAL_JWT_SECRET');
    expect(lines[loaded.lineOf(`/environment/${index}/default`) - 1]).toContain(
      'not-a-secret-local-development-hs256-key',
    );
    expect(lines[loaded.lineOf(`/environment/${index}/nothing`) - 1]).toContain('BUS_LOCAL_JWT_SECRET');
    expect(lines[loaded.lineOf('/runtime/port') - 1]).toContain('18080');
  });
});

describe('finding a profile', () => {
  test('lists the built-in ones, embedded first', async () => {
    expect((await listProfiles(host))[0]?.profile.id).toBe('embedded');
  });

  test('works from the bundled program in any folder', async () => {
    const bundle = fileURLToPath(new URL('../../dist/bus-setup.js', import.meta.url));
    const { stdout } = await execa(process.execPath, [bundle, 'profiles'], { cwd: folder });
    expect(stdout).toContain('embedded');
  });

  test('takes a path, and a folder that overrides the built-in ones', async () => {
    const text = (await embeddedText()).replace('title: Embedded stack', 'title: Ours');
    await writeFile(join(folder, 'embedded.yaml'), text);
    expect((await loadProfile('./embedded.yaml', host)).profile.title).toBe('Ours');
    const overriding = { ...host, env: { BUS_SETUP_PROFILES: '.' } };
    expect((await loadProfile('embedded', overriding)).profile.title).toBe('Ours');
    expect((await loadProfile('embedded', host)).profile.title).toBe('Embedded stack');
  });

  test('says which ones there are when the name is unknown, and never repeats the name', async () => {
    const error = await failure('no-such-profile');
    expect(error.reason.id).toBe('ST-PROFILE-UNKNOWN');
    expect(error.reason.detail).toContain('embedded');
  });

  test('refuses a missing file, a link and a file beyond the limit', async () => {
    expect((await failure('./missing.yaml')).reason.id).toBe('ST-PROFILE-UNREADABLE');
    await writeFile(join(folder, 'real.yaml'), await embeddedText());
    await symlink(join(folder, 'real.yaml'), join(folder, 'link.yaml'));
    expect((await failure('./link.yaml')).reason.detail).toContain('ELOOP');
    await writeFile(join(folder, 'large.yaml'), '#'.repeat(1024 * 1024 + 1));
    expect((await failure('./large.yaml')).reason.detail).toContain('EFBIG');
  });
});

describe('a mistake', () => {
  /**
   * `at` is the line that the mistake is told for: the one of `from`, the line after it, the first one with a field, the
   * list of optional checks, or the end of the file.
   */
  const cases: readonly [
    name: string,
    from: string,
    to: string,
    at: 'there' | 'after' | 'top' | 'list' | 'end',
    place: string,
  ][] = [
    ['a wrong value', 'role: demo', 'role: dmeo', 'there', ':5 services.0.role: '],
    ['a missing field', 'title: Embedded stack\n', '', 'top', ':1 title: missing; expected string'],
    ['an unknown field', 'port: 18080', 'port: 18080\n  prot: 1', 'after', ':3 runtime.prot: not a field'],
    ['two services of one name', '- id: bus-events', '- id: mailhog', 'there', ':5 services.1: '],
    [
      'a secret as a default',
      'not-a-secret-local-development-hs256-key',
      'hunter2-hunter2',
      'there',
      ':5 environment.1.default',
    ],
    ['a check that is required and optional', '- live-codex', '- portal', 'list', ':3 checks.optional'],
    ['an unclosed quote', "default: '18080'", "default: '18080", 'end', ':1: valid YAML (Missing closing'],
    [
      'a key that stands twice',
      'tier: local',
      'tier: local\ntier: local',
      'after',
      ':1: valid YAML (Map keys must be unique)',
    ],
    ['an unknown runtime', 'kind: embedded', 'kind: podman', 'there', ':3 runtime.kind'],
  ];

  test.each(cases)('%s is shown with file, line, column and field', async (_name, from, to, at, place) => {
    const text = await embeddedText();
    expect(text).toContain(from);
    const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    const line = {
      there: lineOf(from),
      after: lineOf(from) + 1,
      top: lineOf('schema:'),
      list: lineOf('  optional:'),
      end: text.split('\n').length,
    }[at];
    await writeFile(join(folder, 'mine.yaml'), text.replace(from, to));
    const { reason } = await failure('./mine.yaml');
    expect(reason.id).toBe('ST-PROFILE-INVALID');
    expect(reason.detail).toContain(`:${line}${place}`);
    expect(reason.detail).toContain(join(folder, 'mine.yaml'));
    expect(reason.detail).not.toContain('hunter2');
  });

  test('never repeats the source, even where the parser quotes it', () => {
    const planted = ['sk', 'live', 'Ab3dEf6hIj9kLm2n'].join('_');
    for (const text of [
      `a: "x" ${planted}`,
      `a: {b: c} ${planted}`,
      `- ${planted}\nb: c`,
      `${planted}`,
      `a: "${planted}`,
    ]) {
      const parsed = parseProfile('/p.yaml', text);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toContain(planted);
    }
  });

  test.each([
    ['aliases that multiply', `a: &a [${'x,'.repeat(10)}]\n${aliases()}`],
    ['an alias without an anchor', 'id: *nothing'],
    ['nesting without an end', '['.repeat(200_000)],
    ['nothing at all', ''],
    ['NUL bytes', '\0\0\0'],
  ])('%s ends in a mistake, not in a crash', (_name, text) => {
    const parsed = parseProfile('/p.yaml', text);
    expect(parsed.ok).toBe(false);
  });

  function aliases(): string {
    const letters = [...'abcdefghi'];
    return letters
      .slice(1)
      .map((letter, index) => `${letter}: &${letter} [${`*${letters[index]},`.repeat(10)}]`)
      .join('\n');
  }
});

test('the published JSON Schema can be made from the schema', () => {
  const schema = z.toJSONSchema(profileSchema);
  expect(schema.required).toContain('services');
});
