import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { type StackFiles, stackFiles } from '../../../src/stack/embedded/stack-files.ts';
import { type RunningRecord, readRecord, writeRecord } from '../../../src/stack/embedded/stack-record.ts';

const KEY = 'k'.repeat(43);
let files: StackFiles;
let secrets: SecretRegistry;

beforeEach(async () => {
  files = stackFiles(await mkdtemp(join(tmpdir(), 'record-')));
  secrets = new SecretRegistry();
});
afterEach(async () => {
  await rm(files.folder, { recursive: true, force: true });
});

function record(): RunningRecord {
  return {
    schema: 'busdk.setup/embedded-stack/v1',
    phase: 'running',
    pid: 4711,
    processStart: '123456',
    instanceId: '6f1a2b3c-4d5e-4f60-8a1b-2c3d4e5f6071',
    version: '0.1.0',
    startedAt: '2026-05-01T10:00:00.000Z',
    env: { BUS_LLM_BILLING_BACKEND: 'events' },
    ports: { gateway: 18080, mailbox: 18025, control: 18099 },
    controlKey: secrets.secret('BUS_SETUP_CONTROL_KEY', KEY),
  };
}

test('a record comes back as it was written, private, with its key as a secret', async () => {
  await writeRecord(files, record());
  expect((await stat(files.record)).mode & 0o777).toBe(0o600);
  const fresh = new SecretRegistry();
  const read = await readRecord(files, fresh);
  expect(read).toMatchObject({ phase: 'running', ports: { gateway: 18080 }, pid: 4711 });
  expect(fresh.all().map((secret) => secret.reveal())).toEqual([KEY]);
  expect(`${JSON.stringify(read)}${inspect(read)}`).not.toContain(KEY);
});

test.each([
  ['nothing', undefined],
  ['half a file', '{"schema":"busdk.setup/embedded-stack/v1","pid":'],
  ['another format', '{"schema":"busdk.setup/embedded-stack/v9"}'],
  ['a process id that could be everybody', '{"pid":-1}'],
])('%s is no record', async (_name, text) => {
  if (text !== undefined) await writeFile(files.record, text);
  expect(await readRecord(files, secrets)).toBeUndefined();
});

test('a record that is a link is none', async () => {
  await writeRecord(files, record());
  await symlink(files.record, join(files.folder, 'link.json'));
  expect(await readRecord({ ...files, record: join(files.folder, 'link.json') }, secrets)).toBeUndefined();
});
