import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearLeftovers } from '../../src/steps/leftovers.ts';
import { stock } from '../e2e/program.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

describe('what a killed run left', () => {
  it('goes, and what it had finished stays', async () => {
    const folder = temporaryFolder();
    for (const name of ['.0123456789ab.tmp', 'journal.ndjson', 'report.md', '.hidden', '.0123.tmp'])
      writeFileSync(join(folder, name), 'x');
    symlinkSync('elsewhere', join(folder, '.latest-01234567'));
    mkdirSync(join(folder, '.evidence-aB3dE6'));
    await clearLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual(['.0123.tmp', '.hidden', 'journal.ndjson', 'report.md']);
  });

  it('gives evidence back that was just being replaced', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.evidence-aB3dE6'));
    mkdirSync(join(folder, '.evidence-aB3dE6-old'));
    writeFileSync(join(folder, '.evidence-aB3dE6-old', 'VERIFY.md'), 'old');
    await clearLeftovers(folder);
    expect(readdirSync(folder)).toEqual(['evidence']);
    expect(readFileSync(join(folder, 'evidence', 'VERIFY.md'), 'utf8')).toBe('old');
  });

  it('is a bundle whose checksum was not written yet: it gets it; a name that was only held is free again', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bundle.tar.gz'), 'archive');
    writeFileSync(join(folder, 'bundle.tar.gz.sha256'), '');
    writeFileSync(join(folder, 'bundle-2.tar.gz.sha256'), '');
    await clearLeftovers(folder);
    expect(readdirSync(folder)).toEqual(['bundle.tar.gz', 'bundle.tar.gz.sha256']);
    await stock('sha256sum', ['-c', 'bundle.tar.gz.sha256'], folder);
  });
});
