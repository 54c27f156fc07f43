import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BundleChoices } from '../../src/bundle/bundle-choices.ts';
import { encryptBundle, recipientsIn } from '../../src/bundle/encrypt-bundle.ts';
import { type Manifest, manifestSchema, volatileManifestSchema } from '../../src/bundle/manifest.ts';
import { statementSchema } from '../../src/bundle/redaction-statement.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { fileCollector, redactorWith, requestFor, type Scratch, scratch } from './bundle-fixture.ts';
import { asRuntime, downRuntime, PROFILE } from './fake-stack.ts';
import { jsonMember, readBundle } from './read-bundle.ts';

let place: Scratch;

beforeEach(async () => {
  place = await scratch();
});

afterEach(() => place.remove());

/** A stack that is down, with a log of many lines for each service. */
const logging = (lines: readonly string[]) =>
  asRuntime({
    kind: 'embedded',
    profile: PROFILE,
    status: async () => ({ running: false, ready: false, services: [], urls: {} }),
    logs: async () => lines,
    access: () => Promise.reject(new Error('down')),
  });

async function bundleWith(choices: BundleChoices, runtime = downRuntime()) {
  const written = await writeBundle(requestFor(runtime, place.folder, { choices }));
  const members = await readBundle(written.path);
  return { written, members, manifest: manifestSchema.parse(jsonMember(members, 'manifest.json')) };
}

const collected = (members: ReadonlyMap<string, string>) =>
  [...members.keys()].filter((path) => !/(manifest|redactions|redaction-statement)\.json$/.test(path));

const overSize = ({ missing }: Manifest) =>
  missing.filter(({ reason }) => reason.id === 'BN-OVER-SIZE').map(({ path }) => path);

describe('--include and --exclude', () => {
  it('take collectors and paths, and the manifest tells what was left out', async () => {
    const { members, manifest } = await bundleWith({
      include: ['routes', 'environment/*'],
      exclude: ['host-facts'],
    });
    expect(collected(members).sort()).toEqual([
      'environment/keys.json',
      'environment/versions.json',
      'stack/openapi.json',
      'stack/routes.json',
    ]);
    const hostFacts = manifest.collectors.find(({ id }) => id === 'host-facts');
    expect(hostFacts).toMatchObject({ status: 'missing', reason: { id: 'BN-LEFT-OUT' } });
    expect(manifest.missing).toContainEqual(
      expect.objectContaining({
        path: 'stack/profile.json',
        reason: expect.objectContaining({ id: 'BN-LEFT-OUT' }),
      }),
    );
  });

  it('meet volatile files by their plain path', async () => {
    const { members } = await bundleWith({ include: ['logs/nginx.log'] }, logging(['a']));
    expect(collected(members)).toEqual(['volatile/logs/nginx.log']);
  });

  it('of the profile hold where the operator says nothing', async () => {
    const runtime = { ...downRuntime(), profile: { ...PROFILE, bundle: { include: ['versions'] } } };
    expect(collected((await bundleWith({}, runtime)).members)).toEqual(['environment/versions.json']);
    expect(collected((await bundleWith({ include: ['stack/routes.json'] }, runtime)).members)).toEqual([
      'stack/routes.json',
    ]);
  });

  it.each(['log', 'log/*', 'logs/apache.log', 'redactions.json', 'volatile/manifest.json'])(
    'refuse %s, which means nothing',
    async (word) => {
      for (const choices of [{ include: [word] }, { exclude: [word] }])
        await expect(bundleWith(choices)).rejects.toMatchObject({ reason: { id: 'RN-USAGE' } });
      expect(await readdir(place.folder)).toEqual([]);
    },
  );

  it('make no bundle of nothing, and tell why nothing is there', async () => {
    await expect(bundleWith({ include: ['stack/models.json'] })).rejects.toMatchObject({
      reason: { id: 'BN-NOTHING-CHOSEN', detail: expect.stringMatching(/^ST-NOT-RUNNING: /) },
    });
    await expect(bundleWith({ exclude: ['**'] })).rejects.toMatchObject({
      reason: { id: 'BN-NOTHING-CHOSEN' },
    });
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('name what a stack that is down does not have', async () => {
    const { members } = await bundleWith({ include: ['logs/nginx.log', 'versions'], exclude: ['run/*'] });
    expect(collected(members)).toEqual(['environment/versions.json']);
  });
});

it('--since leaves old lines out of logs', async () => {
  const lines = ['2026-01-01T00:00:00Z old', '2026-01-03T00:00:00Z new'];
  const { members } = await bundleWith({ since: new Date('2026-01-02T00:00:00Z') }, logging(lines));
  expect(members.get('volatile/logs/nginx.log')).toBe(
    `[bus-setup: older lines left out: since 2026-01-02T00:00:00.000Z]\n${lines[1]}\n`,
  );
});

describe('--max-size', () => {
  const noise = Array.from(
    { length: 2_000 },
    (_, index) => `${index} ${Math.sin(index)} ${Math.cos(index)} password=hunter2hunter${index % 20}`,
  );

  it('lets go what the program tells itself, and then cuts logs, with a ledger that still agrees', async () => {
    const whole = await bundleWith({}, logging(noise));
    const maxBytes = 40_000;
    expect(whole.written.bytes).toBeGreaterThan(maxBytes);
    const { written, members, manifest } = await bundleWith({ maxBytes }, logging(noise));
    expect(written.bytes).toBeLessThanOrEqual(maxBytes);
    expect(written.bytes).toBeGreaterThan(maxBytes / 2);
    expect(overSize(manifest)).toEqual(['stack/openapi.json', 'stack/routes.json']);
    const log = (members.get('volatile/logs/nginx.log') ?? '').split('\n');
    expect(log[0]).toMatch(/^\[bus-setup: older lines left out: the last \d+ KiB, by --max-size\]$/);
    expect(log.at(-2)).toMatch(/^1999 .* password=\[REDACTED:/);
    const { files } = volatileManifestSchema.parse(jsonMember(members, 'volatile/manifest.json'));
    expect(files.find(({ path }) => path === 'volatile/logs/nginx.log')?.cut).toMatch(/by --max-size$/);
  });

  it('keeps the state of the services to the last', async () => {
    const maxBytes = 6_000;
    const { written, manifest } = await bundleWith({ maxBytes }, logging(noise));
    expect(written.bytes).toBeLessThanOrEqual(maxBytes);
    expect(overSize(manifest)).toContain('volatile/logs/nginx.log');
    const kept = manifest.files.map(({ path }) => path);
    expect(kept).toContain('environment/versions.json');
    expect(kept).toContain('stack/services.json');
  });

  it('holds for what is encrypted too', async () => {
    const recipients = [await identityToRecipient(await generateIdentity())];
    const maxBytes = 40_000;
    const request = requestFor(logging(noise), place.folder, { choices: { maxBytes, recipients } });
    expect((await writeBundle(request)).bytes).toBeLessThanOrEqual(maxBytes);
  });

  it('writes nothing when not even an empty bundle fits', async () => {
    await expect(bundleWith({ maxBytes: 100 })).rejects.toMatchObject({ reason: { id: 'BN-MAX-SIZE' } });
    expect(await readdir(place.folder)).toEqual([]);
  });
});

describe('--keep-key', () => {
  it('writes the key beside the bundle for its owner alone, and never into it', async () => {
    const key = Buffer.alloc(32, 0xab);
    const written = await writeBundle(
      requestFor(downRuntime(), place.folder, { key, choices: { keepKey: true } }),
    );
    expect(written.keyPath).toBe(`${written.path}.key`);
    expect(await readFile(`${written.path}.key`, 'utf8')).toBe(`${key.toString('hex')}\n`);
    expect((await stat(`${written.path}.key`)).mode & 0o777).toBe(0o600);
    for (const text of (await readBundle(written.path)).values())
      expect(text).not.toContain(key.toString('hex'));
  });

  it('is not done without being asked', async () => {
    await writeBundle(requestFor(downRuntime(), place.folder, { key: Buffer.alloc(32) }));
    expect((await readdir(place.folder)).sort()).toEqual(['bundle.tar.gz', 'bundle.tar.gz.sha256']);
  });
});

describe('--encrypt-to', () => {
  it('writes the encrypted bundle and nothing else; its recipient reads the same archive', async () => {
    const identity = await generateIdentity();
    const recipients = [await identityToRecipient(identity)];
    const written = await writeBundle(requestFor(downRuntime(), place.folder, { choices: { recipients } }));
    expect((await readdir(place.folder)).sort()).toEqual(['bundle.tar.gz.age', 'bundle.tar.gz.age.sha256']);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const plain = join(place.folder, 'plain.tar.gz');
    await writeFile(plain, await decrypter.decrypt(await readFile(written.path)));
    expect((await readBundle(plain)).has('stack/profile.json')).toBe(true);
  });

  it('never falls back to plain text', async () => {
    for (const recipients of [['age1nonsense'], ['ssh-ed25519 AAAA']]) {
      await expect(
        writeBundle(requestFor(downRuntime(), place.folder, { choices: { recipients } })),
      ).rejects.toMatchObject({ reason: { id: 'BN-RECIPIENT' } });
    }
    await expect(encryptBundle(Buffer.from('x'), [])).rejects.toMatchObject({
      reason: { id: 'BN-RECIPIENT' },
    });
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('reads a recipients file, and refuses a private key without repeating it', async () => {
    expect(recipientsIn('# support\n age1abc \r\n\nage1def')).toEqual(['age1abc', 'age1def']);
    const secret = ['AGE-SECRET', 'KEY-1QQQQ'].join('-');
    expect(() => recipientsIn(secret)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    );
    expect(() => recipientsIn('# nobody\n')).toThrow('BN-RECIPIENT');
    await expect(encryptBundle(Buffer.from('x'), [secret])).rejects.toMatchObject({
      reason: { id: 'BN-RECIPIENT', detail: expect.not.stringContaining(secret) },
    });
  });
});

describe('the statement', () => {
  it('says by which rules, how many secrets, encodings and bytes, and that nothing was found', async () => {
    const secrets = new SecretRegistry();
    secrets.secret('ONE', 'first-secret-81c2');
    secrets.secret('TWO', 'second-secret-55d0');
    secrets.secret('PUBLIC', 'public-default-value', { publicDefault: true });
    const collectors = [fileCollector('a.txt', 'x'.repeat(900))];
    const written = await writeBundle(requestFor(downRuntime(), place.folder, { secrets, collectors }));
    const members = await readBundle(written.path);
    const statement = statementSchema.parse(jsonMember(members, 'volatile/redaction-statement.json'));
    expect(statement.statement).toMatch(/^2 secrets × 14 encodings, 0\.0 MB scanned, 0 hits$/);
    expect(statement.encodings).toHaveLength(14);
    expect(statement.selfTest.passed).toBe(statement.selfTest.tried);
    expect(statement.ruleset).toEqual(createRedactor(secrets).ruleset);
    expect(statement.scanned.bytes).toBeGreaterThan(900);
  });
});

it('takes personal data out of logs only', async () => {
  const redactor = createRedactor(new SecretRegistry());
  const logRedactor = createRedactor(new SecretRegistry(), { pseudonymise: true });
  const text = 'mail from jane.doe@customer-domain.fi came\n';
  const collectors = [fileCollector('a.log', text, 'log'), fileCollector('a.txt', text, 'text')];
  const written = await writeBundle(
    requestFor(downRuntime(), place.folder, { redactor, logRedactor, collectors }),
  );
  const members = await readBundle(written.path);
  expect(members.get('a.txt')).toBe(text);
  expect(members.get('a.log')).not.toContain('jane.doe');
});

it('withholds a file whose findings do not point at its placeholders', async () => {
  const whole = createRedactor(new SecretRegistry());
  const redactor = redactorWith(whole, {
    file: (_, bytes) => ({ bytes: Buffer.concat([bytes, Buffer.from('[REDACTED:secret]')]), findings: [] }),
  });
  const collectors = [fileCollector('a.txt', 'a')];
  const written = await writeBundle(requestFor(downRuntime(), place.folder, { redactor, collectors }));
  const manifest = manifestSchema.parse(jsonMember(await readBundle(written.path), 'manifest.json'));
  expect(manifest.missing).toMatchObject([
    { path: 'a.txt', reason: { id: 'BN-WITHHELD', detail: 'rule ledger-differs' } },
  ]);
});
