import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planBundle } from '../../src/commands/bundle-plan.ts';
import { plainHost, type Scratch, scratch } from '../bundle/bundle-fixture.ts';
import { recordedConsole } from './recorded-console.ts';

let place: Scratch;
beforeEach(async () => {
  place = await scratch();
});
afterEach(() => place.remove());

const plan = async (flags: Parameters<typeof planBundle>[2]) => {
  const console = recordedConsole();
  const { signal } = new AbortController();
  expect(await planBundle(plainHost(place.folder), console, flags, signal)).toBe(0);
  expect(await readdir(place.folder)).toEqual([]);
  return console.printed;
};

describe('bundle --dry-run', () => {
  it('tells what would be missing, why, and what to do about it', async () => {
    const printed = await plan({});
    const text = printed.join('\n');
    expect(text).toMatch(/^stack\/profile\.json +\d+ +0 +the setup profile/m);
    expect(text).toMatch(/^NOT IN IT +REASON +WHY$/m);
    expect(text).toMatch(/^model-catalog +ST-NOT-RUNNING +\S/m);
    expect(text).toMatch(/^next {2}ST-NOT-RUNNING: bus-setup /m);
    expect(printed.at(-1)).toMatch(/^would write about \d+ bytes, \d+ files; nothing was written$/);
  });

  it('tells the same as data, and what a size leaves out and cuts', async () => {
    const [line = ''] = await plan({ json: true, maxSize: '20KB' });
    const { bytes, files, missing } = JSON.parse(line);
    expect(bytes).toBeLessThanOrEqual(20_000);
    expect(files.map(({ path }: { path: string }) => path)).toContain('stack/services.json');
    expect(missing).toContainEqual(
      expect.objectContaining({
        path: 'stack/openapi.json',
        collector: 'routes',
        loss: false,
        reason: expect.objectContaining({ id: 'BN-OVER-SIZE' }),
      }),
    );
  });
});
