import { describe, expect, test, vi } from 'vitest';
import type { Story } from '../../src/screens/gallery/story.ts';
import { openWizard } from './open-wizard.ts';
import { stories } from './stories.ts';

const CTRL_C = '\u0003';
const DOWN = '\u001b[B';
const PATIENCE = { timeout: 90_000, interval: 10 };

/** Opens a wizard whose run has been told to begin, and plays a story to it until `see` shows. */
async function opened(story: Story, see: string, setting: Parameters<typeof openWizard>[0] = {}) {
  const wizard = openWizard(setting);
  await wizard.terminal.see('S1 Welcome');
  wizard.terminal.type('\r');
  await vi.waitFor(() => expect(wizard.port.calls).toEqual(['begin embedded']), PATIENCE);
  wizard.port.play(story);
  await wizard.terminal.see(see);
  await wizard.terminal.settled();
  return wizard;
}

describe.concurrent('keys', () => {
  test('of one chunk act in their order', async ({ expect }) => {
    const { terminal, port, exit } = openWizard();
    await terminal.see('Which profile?');
    terminal.type(`${DOWN}${DOWN}\r`);
    await expect.poll(() => port.calls).toEqual(['begin attach']);
    terminal.type(CTRL_C + CTRL_C);
    await exit;
  });

  test('letters of one chunk too, with the enter after them', async ({ expect }) => {
    const { terminal, port, exit } = openWizard();
    await terminal.see('Which profile?');
    terminal.type('j\r');
    await expect.poll(() => port.calls).toEqual(['begin compose']);
    terminal.type(CTRL_C + CTRL_C);
    await exit;
  });

  test('that were pasted do nothing, nor those behind the one that quits', async ({ expect }) => {
    const { terminal, port, exit } = openWizard();
    await terminal.see('Which profile?');
    terminal.type('\u001b[200~q\r\u001b[201~j');
    await terminal.see('› compose');
    expect(port.calls).toEqual([]);
    terminal.type('q\r');
    expect(await exit).toEqual({ exitCode: 130 });
    expect(port.calls).toEqual([]);
  });
});

describe.concurrent('the terminal', () => {
  test('gets its alternate screen taken and given back, its cursor and its input too', async ({ expect }) => {
    const { terminal, exit } = await opened(stories.donePassed, 'S6 Done');
    expect(terminal.alternate()).toBe(true);
    expect(terminal.stdin.isRaw).toBe(true);
    terminal.type('q');
    expect(await exit).toEqual({ exitCode: 0 });
    await terminal.see('Proven: every required check passed.');
    expect(terminal.alternate()).toBe(false);
    expect(terminal.stdin.isRaw).toBe(false);
    const bytes = terminal.bytes();
    expect(terminal.cursorShown()).toBe(true);
    expect(bytes.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(bytes.lastIndexOf('\u001b[?2004h'));
    expect(terminal.screen()).toContain('http://127.0.0.1:18080');
  });

  test('gets no colour when none is wanted, and some when it is', async ({ expect }) => {
    for (const color of [false, true]) {
      const { terminal, exit } = await opened(stories.proofFailed, 'Not proven.', { color });
      terminal.type(CTRL_C + CTRL_C);
      await exit;
      // Colours of the test run itself depend on its terminal; none is none everywhere.
      if (!color) expect(terminal.bytes()).not.toMatch(/\u001b\[[0-9;]*m/);
    }
  });

  test('gets nothing from the texts of a stack but their letters', async ({ expect }) => {
    const { terminal, exit } = await opened(stories.hostile, '60 failed');
    terminal.type('l');
    await terminal.settled();
    terminal.type(CTRL_C + CTRL_C);
    await exit;
    expect(terminal.bytes()).not.toContain('\u001b[2J');
    expect(terminal.bytes()).not.toContain('\u001b]0;');
    expect(terminal.bytes()).not.toContain('\u202e');
  });
});

describe.concurrent('drawing', () => {
  test('stops when nothing moves', async ({ expect }) => {
    const { terminal, exit } = await opened(stories.proofFailed, 'Not proven.');
    // The last frame may still be on its way; from then on nothing is written.
    const grows = async (): Promise<boolean> => {
      const before = terminal.bytes();
      await new Promise((resolve) => setTimeout(resolve, 400));
      return terminal.bytes() !== before;
    };
    await vi.waitFor(async () => expect(await grows()).toBe(false), PATIENCE);
    terminal.type(CTRL_C + CTRL_C);
    await exit;
  });

  test('does not keep up with events, and still ends with the last', async ({ expect }) => {
    const { terminal, port, exit } = await opened(stories.proofRunning, '5 of 16');
    const before = terminal.bytes().length;
    for (let done = 1; done <= 2_000; done += 1) {
      port.emit(3_000 + done, {
        type: 'check.progress',
        step: 'proof',
        check: 'entitlement',
        done,
        of: 2_000,
        note: `part ${done}`,
      });
    }
    await terminal.see('2000 of 2000');
    expect(terminal.bytes().length - before).toBeLessThan(20_000);
    terminal.type(CTRL_C + CTRL_C);
    await exit;
  });

  test('after a storm of resizes is the same as on a terminal that always had this size', async ({
    expect,
  }) => {
    const calm = await opened(stories.proofFailed, 'Not proven.', { columns: 80, rows: 24 });
    const stormy = await opened(stories.proofFailed, 'Not proven.', { columns: 120, rows: 50 });
    const storm = [
      [60, 24],
      [120, 12],
      [50, 50],
      [49, 11],
      [200, 60],
      [20, 4],
      [60, 24],
      [100, 30],
    ] as const;
    for (const [columns, rows] of storm) {
      stormy.terminal.resize(columns, rows);
      await new Promise((resolve) => setTimeout(resolve, 20));
      stormy.terminal.type('j');
    }
    stormy.terminal.type('g');
    calm.terminal.type('jg');
    stormy.terminal.resize(80, 24);
    await calm.terminal.settled();
    await expect.poll(() => stormy.terminal.screen()).toEqual(calm.terminal.screen());
    for (const { terminal, exit } of [calm, stormy]) {
      terminal.type(CTRL_C + CTRL_C);
      await exit;
      expect(terminal.scrolledOut()).toBe(0);
    }
  });

  test('on a terminal that is too small says so, and comes back with the size', async ({ expect }) => {
    const { terminal, exit } = await opened(stories.proofFailed, 'Not proven.', { columns: 40, rows: 10 });
    await terminal.see('Terminal is 40x10');
    expect(terminal.screen()[0]).toBe('S4 Proof');
    terminal.resize(80, 24);
    await terminal.see('notes-persistence');
    terminal.type(CTRL_C + CTRL_C);
    await exit;
  });
});

describe.concurrent('an interrupt', () => {
  test('first stops the run and says so; the end of the run closes the wizard', async ({ expect }) => {
    const { terminal, port, exit } = await opened(stories.proofRunning, '5 of 16');
    terminal.type(CTRL_C);
    await terminal.see('Stopping');
    expect(port.calls).toContain('cancel');
    const counts = { pass: 5, skip: 0, fail: 0 };
    port.emit(9_000, { type: 'run.finished', verdict: 'incomplete', exitCode: 130, counts, duration: 9_000 });
    expect(await exit).toEqual({ exitCode: 130 });
    await terminal.see('Incomplete');
  });

  test('then does not wait', async ({ expect }) => {
    const { terminal, port, exit } = await opened(stories.proofRunning, '5 of 16');
    terminal.type(CTRL_C + CTRL_C);
    expect(await exit).toEqual({ exitCode: 130 });
    expect(port.calls.filter((call) => call === 'cancel')).toHaveLength(2);
  });
});

test('what was chosen the last time is preselected and says so', async () => {
  const { terminal, exit } = openWizard({ remembered: 'compose' });
  await terminal.see(/› compose .*last time/);
  terminal.type('q');
  await exit;
});
