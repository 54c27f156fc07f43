import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    expect(text).toMatch(/^no finding in 1 files/);
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

/** What SARIF 2.1.0 demands of the parts that are written here (OASIS, sections 3.13 to 3.30). */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          version: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: z.strictObject({ text: z.string().min(1) }),
              help: z.strictObject({ text: z.string().min(1) }),
            }),
          ),
        }),
      }),
      invocations: z.array(z.strictObject({ executionSuccessful: z.boolean() })),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().nonnegative(),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({
                  uri: z.string().regex(/^(?!\/)[A-Za-z0-9._~!'()*%/-]+$/),
                  uriBaseId: z.string(),
                }),
                region: z.strictObject({ startLine: z.int().positive() }),
              }),
            }),
          ]),
          partialFingerprints: z.record(z.string(), z.string().min(1)),
        }),
      ),
    }),
  ),
});

describe('SARIF', () => {
  it('has the form of version 2.1.0, also with names that a URI cannot hold', async () => {
    const folder = checkout({ 'a b#ä.txt': `${PLANTED}\n`, 'c.txt': `x\ny\n${PLANTED}x\n` });
    const log = sarif.parse(JSON.parse((await scanned(folder, 'sarif')).text));
    const [run] = log.runs;
    expect(run?.results).toHaveLength(2);
    for (const result of run?.results ?? [])
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const uris = run?.results.map(
      ({ locations: [{ physicalLocation }] }) => physicalLocation.artifactLocation.uri,
    );
    expect(uris?.map(decodeURIComponent).sort()).toEqual(['a b#ä.txt', 'c.txt']);
  });

  it('is whole without a finding', async () => {
    const log = sarif.parse(JSON.parse((await scanned(checkout({ a: 'a' }), 'sarif')).text));
    expect(log.runs[0]?.results).toEqual([]);
  });
});
