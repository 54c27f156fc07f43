import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scanCommand } from '../../src/commands/scan.ts';
import { plainHost } from '../bundle/bundle-fixture.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { recordedConsole } from './recorded-console.ts';

const { signal: never } = new AbortController();

const PLANTED = ['sk', 'live', '51Hq9Zk3TmP0rVbX7nYcD2eF'].join('_');

/** A checkout in which git tracks the files given. */
function checkout(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  execFileSync('git', ['init', '-q'], { cwd: folder });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  execFileSync('git', ['add', '-A'], { cwd: folder });
  return folder;
}

async function scanned(folder: string, format: string, dir = '.') {
  const console = recordedConsole();
  const code = await scanCommand(plainHost(folder), console, dir, { format }, never);
  return { code, text: console.printed.join('\n'), complaints: console.complaints };
}

describe('bus-setup scan', () => {
  it('ends with 0 on a clean checkout', async () => {
    const { code, text } = await scanned(
      checkout({ 'a.txt': 'task-runner-1 whsec_local_not_secret\n' }),
      'text',
    );
    expect(code).toBe(0);
    expect(text).toMatch(/^no finding in 1 file,/);
  });

  it('names file, line, rule and fingerprint, never the value, and ends with 5', async () => {
    const folder = checkout({ 'config.txt': `a\nkey = ${PLANTED}\n` });
    for (const format of ['text', 'json', 'sarif']) {
      const { code, text } = await scanned(folder, format);
      expect(code).toBe(5);
      expect(text).not.toContain(PLANTED);
      expect(text).toContain('stripe-key');
    }
    const { text } = await scanned(folder, 'text');
    expect(text).toMatch(/^config\.txt:2: error: stripe-key \[[0-9a-f]{8,64}\]$/m);
  });

  it('takes an exception with a reason and a day, and no other', async () => {
    const first = await scanned(checkout({ 'a b.txt': `${PLANTED}\n` }), 'json');
    const [{ rule, fingerprint }] = JSON.parse(first.text).findings;
    const entry = { path: 'a b.txt', rule, fingerprint, expires: '2999-12-31' };
    const withEntry = (exception: object) =>
      checkout({
        'a b.txt': `${PLANTED}\n`,
        '.bus-setup-allow.json': JSON.stringify({ exceptions: [exception] }),
      });
    const allowed = await scanned(withEntry({ ...entry, reason: 'an example key of the manual' }), 'json');
    expect(allowed.code).toBe(0);
    expect(JSON.parse(allowed.text).excepted).toBe(1);
    expect((await scanned(withEntry(entry), 'text')).code).toBe(5);
    const late = withEntry({ ...entry, reason: 'an example key of the manual', expires: '2001-01-01' });
    expect((await scanned(late, 'text')).text).toContain('exception-refused');
  });

  it('shows what to type for a finding that is none, and what is wrong with an entry', async () => {
    const files = { 'a "b".txt': `${PLANTED}\n` };
    const { text } = await scanned(checkout(files), 'text');
    const proposed = /^\{"exceptions".*\}$/m.exec(text)?.[0] ?? '';
    const allowing = (allow: string) =>
      scanned(checkout({ ...files, '.bus-setup-allow.json': allow }), 'text');
    expect((await allowing(proposed)).text).toContain('exception-refused: entry 1 has no reason');
    const filled = proposed.replace('"reason":""', '"reason":"revoked in January"');
    expect(await allowing(filled)).toMatchObject({ code: 0, text: expect.stringContaining('; 1 allowed;') });
    const [entry] = JSON.parse(filled).exceptions;
    const many = [
      entry,
      entry,
      { ...entry, path: 'gone' },
      { ...entry, rule: 'x', expires: '2026-02-30' },
      7,
    ];
    const told = (await allowing(JSON.stringify({ exceptions: many }))).text;
    expect(told).toContain('entry 2 says what entry 1 says');
    expect(told).toContain('note: entry 3 covers no finding any more');
    expect(told).toContain('entry 4 has a last day that is none');
    expect(told).toContain('entry 5 is no object');
    expect((await allowing('{')).text).toContain('the file is no JSON object');
    const late = { ...entry, expires: '2001-01-01' };
    expect((await allowing(JSON.stringify({ exceptions: [late] }))).text).toContain('expired on 2001-01-01');
  });

  it('refuses a folder that is in no checkout, and a format that it does not know', async () => {
    const usage = { reason: { id: 'RN-USAGE' } };
    await expect(scanned(temporaryFolder(), 'text')).rejects.toMatchObject(usage);
    await expect(scanned(checkout({ a: 'a' }), 'xml')).rejects.toMatchObject(usage);
  });

  it('is not clean when there is nothing to scan', async () => {
    const folder = temporaryFolder();
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const { code, complaints } = await scanned(folder, 'text');
    expect(code).toBe(5);
    expect(complaints.join('\n')).toContain('could not scan');
  });
});

/** Microsoft ships the schema that OASIS made with a package for tests. */
const SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
// It is of draft 4; nothing in it reads otherwise in a later one.
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
const isSarif = addFormats
  .default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }))
  .compile(schema);

/** What code scanning of GitHub wants of a log beyond the standard. */
const uploadable = z.object({
  runs: z.tuple([
    z.object({
      tool: z.object({
        driver: z.object({
          name: z.string().min(1),
          rules: z.array(
            z.object({
              id: z.string().min(1),
              shortDescription: z.object({ text: z.string().max(1024) }),
              fullDescription: z.object({ text: z.string().max(1024) }),
              help: z.object({ text: z.string().min(1) }),
              properties: z.object({ 'security-severity': z.string().regex(/^\d{1,2}\.\d$/) }),
            }),
          ),
        }),
      }),
      invocations: z.array(z.object({ executionSuccessful: z.boolean() })),
      results: z.array(
        z.object({
          ruleId: z.string(),
          ruleIndex: z.int().nonnegative(),
          message: z.object({ text: z.string().min(1) }),
          locations: z.tuple([
            z.object({
              physicalLocation: z.object({
                artifactLocation: z.object({ uri: z.string().regex(/^(?!\/)[A-Za-z0-9._~!'()*%/-]+$/) }),
                region: z.object({ startLine: z.int().positive() }),
              }),
            }),
          ]),
          partialFingerprints: z.object({ primaryLocationLineHash: z.string().min(8) }),
        }),
      ),
    }),
  ]),
});

function sarifOf(text: string) {
  const log: unknown = JSON.parse(text);
  expect(isSarif(log), JSON.stringify(isSarif.errors, null, 1)).toBe(true);
  const [run] = uploadable.parse(log).runs;
  for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  return run;
}

describe('SARIF', () => {
  it('holds against the schema of version 2.1.0, also with names that a URI cannot hold', async () => {
    const folder = checkout({
      'a b#ä.txt': `${PLANTED}\n`,
      'a:b\n%41.txt': `${PLANTED}\n`,
      'c.txt': `x\ny\n${PLANTED}x\n${PLANTED}x\n`,
      '.bus-setup-allow.json': '{"exceptions": [{"path": "c.txt"}]}',
    });
    const run = sarifOf((await scanned(folder, 'sarif')).text);
    const uris = run.results.map(({ locations }) => locations[0].physicalLocation.artifactLocation.uri);
    expect(uris.map(decodeURIComponent).sort()).toEqual([
      '.bus-setup-allow.json',
      'a b#ä.txt',
      'a:b\n%41.txt',
      'c.txt',
      'c.txt',
    ]);
    const prints = run.results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('is whole without a finding, and tells a scan that could not be done from a clean one', async () => {
    expect(sarifOf((await scanned(checkout({ a: 'a' }), 'sarif')).text).results).toEqual([]);
    const empty = temporaryFolder();
    execFileSync('git', ['init', '-q'], { cwd: empty });
    const run = sarifOf((await scanned(empty, 'sarif')).text);
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(JSON.parse((await scanned(empty, 'json')).text)).toMatchObject({ v: 1, problem: 'no-files' });
  });
});
