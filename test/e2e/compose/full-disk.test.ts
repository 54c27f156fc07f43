import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventsOf } from '../program.ts';
import { missingEngine, openCheckout } from './open-checkout.ts';

/** Makes a file system of its own at a folder; it is unmounted when the test ends. Needs root. */
async function smallDisk(folder: string, size: string): Promise<void> {
  await mkdir(folder);
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', folder]);
  onTestFinished(async () => {
    await execa('umount', [folder]);
  });
}

describe.skipIf(missingEngine() !== undefined)('a full disk of the run folder', () => {
  it('is refused by preflight, before a container is made', async () => {
    const checkout = await openCheckout();
    await smallDisk(join(checkout.home, 'out'), '256k');
    const { code, end } = await checkout.runJson([]);
    expect([code, end.verdict, end.reason?.id]).toEqual([5, 'refused', 'PF-DISK-LOW']);
    expect(await checkout.compose('ps', '--all', '--quiet')).toBe('');
  });

  it('ends a proof in order when it fills up, and leaves whole files only', async () => {
    const checkout = await openCheckout();
    expect((await checkout.runJson(['start'])).code).toBe(0);
    const full = join(checkout.home, 'full');
    await smallDisk(full, '64k');
    await writeFile(join(full, 'filler'), Buffer.alloc(40 * 1024));
    const run = await checkout.run(['proof', '--ci', '--json', '--output', full]);
    expect(run.code).toBe(5);
    expect(run.stdout + run.stderr).toContain('RN-DISK-FULL');
    expect(readdirSync(full).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    for (const name of ['results.json', 'report.md', 'bundle.tar.gz']) {
      expect([name, existsSync(join(full, name))]).toEqual([name, false]);
    }
    const lines = (await readFile(join(full, 'journal.ndjson'), 'utf8')).split('\n');
    expect(eventsOf(lines.slice(0, -1).join('\n')).length).toBeGreaterThan(0);
  });
});
