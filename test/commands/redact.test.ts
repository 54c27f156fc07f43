import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { redactCommand } from '../../src/commands/redact.ts';
import { selfTestCommand } from '../../src/commands/selftest.ts';
import { plainHost } from '../bundle/bundle-fixture.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { recordedConsole } from './recorded-console.ts';

const VALUE = 'known-by-env-71c0de99';
const { signal: never } = new AbortController();

async function redacted(folder: string, file: string, input: Iterable<Buffer> = []) {
  const stdout = new PassThrough();
  const output = buffer(stdout);
  const host = plainHost(folder, { HOME: folder, MY_API_TOKEN: VALUE });
  const code = await redactCommand(host, { stdin: Readable.from(input), stdout }, file, {}, never);
  stdout.end();
  return { code, text: (await output).toString('utf8') };
}

describe('bus-setup redact', () => {
  it('redacts a pipe, wherever its chunks are cut', async () => {
    const text = Buffer.from(`one ${VALUE} two\npassword: ${'Zq83KdLw02'}\n`);
    const chunks = [...text].map((byte) => Buffer.of(byte));
    const { code, text: output } = await redacted(temporaryFolder(), '-', chunks);
    expect(code).toBe(0);
    expect(output).toMatch(/^one \[REDACTED:[^\]]+\] two\npassword: \[REDACTED:[^\]]+\]\n$/);
  });

  it('reads a small file by its structure', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ note: `has ${VALUE}`, count: 3 }));
    const { text } = await redacted(folder, 'a.json');
    expect(JSON.parse(text)).toEqual({ note: expect.stringMatching(/^has \[REDACTED:/), count: 3 });
  });

  it('streams a large file, the same bytes but for the secret', async () => {
    const folder = temporaryFolder();
    const line = 'a line of a log without anything to hide, number 0000\n';
    const half = line.repeat(60_000);
    writeFileSync(join(folder, 'a.log'), `${half}${VALUE}\n${half}`);
    const { text } = await redacted(folder, 'a.log');
    expect(text.replace(/\[REDACTED:[^\]]+\]/, VALUE)).toBe(`${half}${VALUE}\n${half}`);
    expect(text).not.toContain(VALUE);
  });

  it('says so when the file cannot be read', async () => {
    const folder = temporaryFolder();
    for (const file of ['gone.txt', '.'])
      await expect(redacted(folder, file)).rejects.toMatchObject({ reason: { id: 'RN-USAGE' } });
  });
});

describe('bus-setup selftest redact', () => {
  it('passes every canary, in text and in JSON, and repeats none', async () => {
    for (const json of [false, true]) {
      const console = recordedConsole();
      expect(await selfTestCommand(plainHost('/'), console, 'redact', { json })).toBe(0);
      expect(console.printed.join('\n')).not.toMatch(/Canary-|sk_live_/);
      expect(console.printed.join('\n')).toContain('tracked-scan');
    }
  });

  it('knows no other test', async () => {
    await expect(selfTestCommand(plainHost('/'), recordedConsole(), 'all', {})).rejects.toMatchObject({
      reason: { id: 'RN-USAGE' },
    });
  });
});
