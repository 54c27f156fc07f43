import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LAUNCHER } from '../../e2e/program.ts';
import { Arena, wholeEvents } from './arena.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };
const ENTER = '\r';

let arena: Arena;
beforeAll(async () => {
  arena = new Arena();
  await arena.startStack();
});
afterAll(() => arena.close());

/** The wizard in a terminal of this size, on the shared stack. */
function openWizard(output: string, cols: number, rows: number, args: readonly string[] = []) {
  arena.shareStack(output);
  const pty = spawn(process.execPath, [LAUNCHER, '--output', output, '--port', '0', ...args], {
    cols,
    rows,
    cwd: arena.root,
    env: { ...arena.environment(), TERM: 'xterm-256color', BUS_SETUP_CONFIG_DIR: arena.root },
  });
  let bytes = '';
  pty.onData((text) => {
    bytes += text;
  });
  const exit = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  const journal = (name = 'journal.ndjson'): string => {
    const path = join(arena.root, output, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const until = (text: string, name?: string): Promise<void> =>
    vi.waitFor(() => expect(journal(name)).toContain(text), PATIENCE);
  const shown = (text: string): Promise<void> => vi.waitFor(() => expect(bytes).toContain(text), PATIENCE);
  return { pty, exit, journal, until, shown };
}

/** True while the process runs; one that has ended and was not waited for counts as ended. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

describe('a terminal', () => {
  it.each([
    ['a question', '"id":"after-start"'],
    ['the proof', '"type":"check.started","step":"proof"'],
  ])('that vanishes at %s ends the run in order, and the next wizard offers to go on', async (name, text) => {
    const output = `vanished-${name.replaceAll(' ', '-')}`;
    const { pty, journal, until, shown } = openWizard(output, 80, 24);
    await shown('S1 Welcome');
    pty.write(ENTER);
    await until('"id":"after-preflight"');
    await shown('Start the stack?');
    pty.write(ENTER);
    await until('"id":"after-start"');
    await shown('Run the proof?');
    if (!text.includes('after-start')) pty.write(ENTER);
    await until(text);
    const { pid } = pty;
    (pty as unknown as { destroy(): void }).destroy();
    await vi.waitFor(() => expect(runs(pid)).toBe(false), PATIENCE);
    expect(wholeEvents(journal()).at(-1)).toMatchObject({
      type: 'run.finished',
      exitCode: 129,
      reason: { id: 'RN-CANCELLED' },
    });
    expect(arena.leftovers(output)).toEqual([]);

    const next = openWizard(output, 80, 24);
    await next.shown('Resume at Proof (3 of 4)');
    next.pty.write(ENTER);
    await next.until('"type":"run.resumed"', 'journal-2.ndjson');
    await next.until('"type":"check.started","step":"proof"', 'journal-2.ndjson');
    next.pty.write('\u0003');
    expect(await next.exit).toBe(130);
  });

  it('that shrinks to 1×1 can be answered all the same, and shows everything once it has room again', async () => {
    const { pty, exit, shown, until } = openWizard('shrunk', 80, 24, ['--only', 'gateway-ready']);
    await shown('S1 Welcome');
    pty.resize(1, 1);
    // Nothing legible is there to wait for, so the key is pressed again and again.
    const keys = setInterval(() => pty.write(ENTER), 500);
    await until('"id":"after-start"');
    pty.resize(80, 24);
    await shown('S4 Proof');
    pty.resize(1, 1);
    expect(await exit.finally(() => clearInterval(keys))).toBe(3);
    expect(arena.results('shrunk').counts).toMatchObject({ pass: 1, fail: 0 });
  });

  it('of 1×1 from the beginning is asked line by line, up to the end', async () => {
    const { pty, exit, shown } = openWizard('tiny', 1, 1, ['--only', 'gateway-ready']);
    await shown('Which profile?');
    const keys = setInterval(() => pty.write(ENTER), 500);
    expect(await exit.finally(() => clearInterval(keys))).toBe(3);
    expect(arena.results('tiny').counts).toMatchObject({ pass: 1, fail: 0 });
  });
});
