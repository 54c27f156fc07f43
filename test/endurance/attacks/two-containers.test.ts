import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Arena, type Attacked } from './arena.ts';

/** What a container is to a program: process ids, a name and a loopback of its own. The disk is shared. */
const CONTAINER = 'exec unshare --pid --fork --mount-proc --uts --net sh -c';
const PATIENCE = { timeout: 120_000, interval: 100 };

let arena: Arena;
beforeAll(() => {
  arena = new Arena();
});
afterAll(() => arena.close());

/** Runs the program in a container of its own, which ends with it, or once the file `until` is there. */
function contained(name: string, args: readonly string[], until = 'tmp'): Promise<Attacked> {
  const script = `hostname ${name}; ip link set lo up; "$@"; code=$?; touch ended-${name}; until [ -e ${until} ]; do sleep 0.1; done; exit $code`;
  return arena.shell(`${CONTAINER} '${script}' sh "$@"`, args);
}

function mayContain(): boolean {
  try {
    execFileSync(
      'unshare',
      ['--pid', '--fork', '--mount-proc', '--uts', '--net', 'ip', 'link', 'set', 'lo', 'up'],
      {
        stdio: 'ignore',
      },
    );
    return true;
  } catch {
    return false;
  }
}

describe.runIf(mayContain())('two containers on one disk', () => {
  it('take no stack from each other; what a container that has ended left behind is in nobody’s way', async () => {
    const first = contained('one', ['start', '--port', '0'], 'over');
    await vi.waitFor(() => expect(existsSync(join(arena.root, 'ended-one'))).toBe(true), PATIENCE);
    const stack = join(arena.root, 'bus-setup-runs', 'stack');
    const held = readdirSync(stack);
    for (const args of [
      ['start', '--port', '0'],
      ['stop', '--wipe'],
    ]) {
      const { code, stdout, stderr } = await contained('two', args);
      expect([code, `${stdout}${stderr}`]).toEqual([
        4,
        expect.stringMatching(/ST-DATA-HELD.*process \d+ of one since/s),
      ]);
    }
    expect(readdirSync(stack)).toEqual(held);
    writeFileSync(join(arena.root, 'over'), '');
    expect((await first).code).toBe(0);

    const next = await contained('three', ['--ci', '--only', 'gateway-ready', '--port', '0']);
    expect(next.stdout).toMatch(/gateway-ready/);
    expect(next.stdout).not.toMatch(/ST-DATA-HELD/);
    expect((await contained('four', ['stop', '--wipe'])).code).toBe(0);
    expect(existsSync(stack)).toBe(false);
  });
});
