import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packArchive } from '../../src/bundle/archive.ts';
import { TOP_FOLDER } from '../../src/bundle/assemble-bundle.ts';
import { MANIFEST_NAME, manifestSchema } from '../../src/bundle/manifest.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import type { FileMap } from '../../src/evidence/bag/file-map.ts';
import { checkBundleIntegrity } from '../../src/evidence/verify/check-bundle-integrity.ts';
import { jsonOf } from '../../src/evidence/verify/json-of.ts';
import { verifyBundle } from '../../src/evidence/verify/verify-bundle.ts';
import { readEvidence, verifyPath } from '../../src/evidence/verify/verify-path.ts';
import { systemHost } from '../../src/host/host.ts';
import { renderMarkdown } from '../../src/proof/report/markdown.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { requestFor, type Scratch, scratch } from '../bundle/bundle-fixture.ts';
import { type FakeStack, fakeStack } from '../bundle/fake-stack.ts';
import { plainGzip } from './plain-gzip.ts';
import { bytesOf, sampleResults } from './sample-results.ts';
import { brokenPoints, buyer, pointOf } from './sealed.ts';

const PLANTED = 'planted-value-4fd1c07b93';
const signal = new AbortController().signal;

let place: Scratch;
let stack: FakeStack;
let path: string;
let tarSha256: string;
let files: FileMap;

beforeAll(async () => {
  place = await scratch();
  const secrets = new SecretRegistry();
  secrets.secret('PLANTED', PLANTED);
  stack = await fakeStack(secrets, {
    nginx: [`GET /x?access=${PLANTED} 200`, 'plain'],
    'bus-llm': [`key ${PLANTED}`],
  });
  const results = sampleResults();
  writeFileSync(join(place.folder, 'results.json'), bytesOf(results));
  writeFileSync(join(place.folder, 'report.md'), renderMarkdown(results));
  const written = await writeBundle({
    ...requestFor(stack.runtime, place.folder, { secrets }),
    redactor: createRedactor(secrets),
  });
  path = written.path;
  tarSha256 = written.tarSha256;
  files = (await readEvidence(path, signal)).files;
});

afterAll(async () => {
  await stack.close();
  await place.remove();
});

async function verified(changed: FileMap) {
  return await verifyBundle(changed, undefined, await buyer());
}

describe('a diagnostic bundle', () => {
  it('is as sound without the report, where it was left out on purpose', async () => {
    const request = requestFor(stack.runtime, place.folder, { choices: { exclude: ['proof/report.md'] } });
    const { path: smaller } = await writeBundle(request);
    const verification = await verified((await readEvidence(smaller, signal)).files);
    expect(brokenPoints(verification)).toEqual([]);
    expect(pointOf(verification, 'reports')).toMatchObject({
      status: 'open',
      says: 'The report was left out (BN-LEFT-OUT): read results.json.',
    });
  });

  it('is sound, with its ledger and the proof in it', async () => {
    const verification = await verifyPath(path, { host: systemHost(), signal, digest: tarSha256 });
    expect(verification.points.flatMap(({ problems }) => problems)).toEqual([]);
    expect(verification.kind).toBe('bundle');
    expect(verification.verdict).toBe('WARNED');
    for (const id of ['integrity', 'completeness', 'reports', 'ledger', 'secrets'] as const) {
      expect(pointOf(verification, id).status, id).toBe('holds');
    }
    expect(pointOf(verification, 'ledger').says).toMatch(/^All [1-9]\d* redactions/);
    expect(pointOf(verification, 'origin').status).toBe('open');
  });

  it('has no integrity without a digest from outside, and none with another one', async () => {
    expect(pointOf(await verified(files), 'integrity').status).toBe('open');
    const other = await verifyPath(path, { host: systemHost(), signal, digest: '0'.repeat(64) });
    expect(pointOf(other, 'integrity').problems.map(({ id }) => id)).toEqual(['EV-ARCHIVE-DIGEST']);
  });

  it('notices a changed, deleted, added, renamed, swapped or doubled file', async () => {
    const paths = [...files.keys()];
    const survivors: string[] = [];
    for (const [index, name] of paths.entries()) {
      const bytes = files.get(name) ?? Buffer.alloc(0);
      const without = new Map(files);
      without.delete(name);
      const other = paths[(index + 1) % paths.length] ?? '';
      const changes: [string, FileMap][] = [
        ['extended', new Map(files).set(name, Buffer.concat([bytes, Buffer.from(' ')]))],
        ['deleted', without],
        ['renamed', new Map(without).set(`${name}.old`, bytes)],
        ['doubled', new Map(files).set(`copy/${name}`, bytes)],
        ['swapped', new Map(files).set(name, files.get(other) ?? bytes).set(other, bytes)],
      ];
      for (const [what, changed] of changes) {
        const manifest = jsonOf(changed.get(MANIFEST_NAME) ?? new Uint8Array(), manifestSchema);
        // Without a readable manifest there is no integrity at all; `no crash` below holds that.
        if (manifest === undefined) continue;
        const integrity = checkBundleIntegrity(changed, manifest, undefined);
        if (integrity.status !== 'broken') survivors.push(`${what} ${name}`);
      }
    }
    expect(survivors).toEqual([]);
  });

  it('has an entry for each placeholder, and a placeholder for each entry', async () => {
    const log = [...files].find(
      ([name, bytes]) => name.includes('nginx') && Buffer.from(bytes).includes('[REDACTED'),
    );
    if (log === undefined) throw new Error('no redacted log');
    const [name, bytes] = log;
    const text = Buffer.from(bytes).toString();
    const ledgerName = name.startsWith('volatile/') ? 'volatile/redactions.json' : 'redactions.json';
    const ledger = JSON.parse(Buffer.from(files.get(ledgerName) ?? '').toString());
    const write = (value: unknown) => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
    const fewer = { ...ledger, entries: ledger.entries.slice(1) };
    const elsewhere = {
      ...ledger,
      entries: [{ ...ledger.entries[0], line: 99 }, ...ledger.entries.slice(1)],
    };
    const changes: [string, FileMap][] = [
      [
        'a placeholder that is gone',
        new Map(files).set(name, Buffer.from(text.replace(/\[REDACTED[^\]]*\]/, PLANTED))),
      ],
      ['a placeholder more', new Map(files).set(name, Buffer.from(`${text}[REDACTED:token]\n`))],
      ['a placeholder that moved', new Map(files).set(name, Buffer.from(`\n${text}`))],
      ['an entry that is gone', new Map(files).set(ledgerName, write(fewer))],
      ['an entry elsewhere', new Map(files).set(ledgerName, write(elsewhere))],
      [
        'totals of its own',
        new Map(files).set(ledgerName, write({ ...ledger, totals: { ...ledger.totals, redactions: 99 } })),
      ],
      ['no ledger', new Map(files).set(ledgerName, Buffer.from('{}'))],
    ];
    for (const [what, changed] of changes)
      expect(brokenPoints(await verified(changed)), what).toContain('ledger');
  });

  it('is scanned again for secrets', async () => {
    const key = `sk-proj-${'Ab3'.repeat(16)}T3BlbkFJ${'Cd4'.repeat(16)}`;
    const leaking = new Map(files).set('logs/extra.log', Buffer.from(`OPENAI_API_KEY=${key}\n`));
    const verification = await verified(leaking);
    expect(pointOf(verification, 'secrets').status).toBe('broken');
    expect(JSON.stringify(verification)).not.toContain(key);
  });

  it('is refused with any byte of its archive changed, by its published digest', async () => {
    const members = [...files].map(([name, bytes]) => ({ path: `${TOP_FOLDER}/${name}`, bytes }));
    const { tar } = await packArchive(members, new Date('2026-01-02T03:04:05Z'));
    for (let at = 0; at < tar.length; at += 20_011) {
      const changed = Buffer.from(tar);
      changed[at] = (changed[at] ?? 0) ^ 2;
      const file = join(place.folder, 'changed.tar.gz');
      writeFileSync(file, plainGzip(changed));
      const found = await verifyPath(file, { host: systemHost(), signal, digest: tarSha256 }).then(
        ({ sound }) => sound,
        () => false,
      );
      expect(found, String(at)).toBe(false);
    }
  });

  it('does not crash the verifier, whatever stands in its files', async () => {
    for (const name of ['manifest.json', 'redactions.json', 'volatile/manifest.json', 'proof/results.json']) {
      for (const text of ['', '{}', '[]', 'null', '\0', '{"entries":[{}]}']) {
        expect((await verified(new Map(files).set(name, Buffer.from(text)))).sound, `${name} ${text}`).toBe(
          false,
        );
      }
    }
    expect((await verified(new Map())).sound).toBe(false);
  });
});
