import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { workspace } from './program.ts';
import { openTerminal, type ProgramTerminal } from './terminal.ts';

const ENTER = '\r';
const CTRL_C = '\u0003';
const HALF_OF_THE_CHECKS = 8;
const ARGS = ['--output', 'out', '--port', '0'];

/** Everything that a program in a terminal must give back. */
function expectRestored(terminal: ProgramTerminal): void {
  expect(terminal.alternate()).toBe(false);
  expect(terminal.cursorShown()).toBe(true);
  const bytes = terminal.bytes();
  expect(bytes.lastIndexOf('\u001b[?2004l')).toBeGreaterThanOrEqual(bytes.lastIndexOf('\u001b[?2004h'));
}

/** Opens the wizard in a folder of its own. Its stack is stopped when the test ends, however it ends. */
function openWizard(setting: Parameters<typeof openTerminal>[2] = {}) {
  const { folder, run } = workspace();
  onTestFinished(async () => {
    await run(['stop', '--wipe', '--output', 'out']);
  });
  const terminal = openTerminal(ARGS, folder, setting);
  const out = join(folder, 'out');
  /**
   * Begins a proof, and holds the stack in the middle of it: the proof goes on until a test has done what it wants. One
   * that was over before it could be held is run again.
   * @returns lets the stack go
   */
  const heldProof = async (): Promise<() => void> => {
    const { pid } = JSON.parse(readFileSync(join(out, 'stack', 'state.json'), 'utf8'));
    const letGo = (): void => void process.kill(pid, 'SIGCONT');
    onTestFinished(letGo);
    terminal.type(ENTER);
    for (let before = 0; ; before = journalLines(out, CHECK_FINISHED).length) {
      await expect
        .poll(() => journalLines(out, CHECK_STARTED).length, { interval: 5 })
        .toBeGreaterThan(before);
      process.kill(pid, 'SIGSTOP');
      if (journalLines(out, CHECK_FINISHED).length - before < HALF_OF_THE_CHECKS) break;
      letGo();
      await terminal.see('Write the bundle?');
      terminal.type('R');
    }
    await terminal.see('S4 Proof');
    return letGo;
  };
  return { terminal, out, heldProof };
}

/** The lines of the journal that match. */
function journalLines(out: string, wanted: RegExp): readonly string[] {
  const lines = readFileSync(join(out, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
  return lines.filter((line) => wanted.test(line));
}

const ASKED_AFTER_PROOF = /"type":"question.asked".*"id":"after-proof"/;
const CHECK_STARTED = /"type":"check.started","step":"proof"/;
const CHECK_FINISHED = /"type":"check.finished","step":"proof"/;

/** From S1 to the question of a screen. */
async function walkTo(terminal: ProgramTerminal, question: string): Promise<void> {
  await terminal.see('S1 Welcome');
  for (const next of [
    'Start the stack?',
    'Run the proof?',
    'Write the bundle?',
    'Seal these files',
    'Finish?',
  ]) {
    terminal.type(ENTER);
    await terminal.see(next);
    if (next === question) return;
  }
}

describe('the wizard in a real terminal', () => {
  it('shows details and a service log, follows a resize, and runs the proof again', async () => {
    const { terminal, out } = openWizard();
    await walkTo(terminal, 'Run the proof?');
    terminal.type('l');
    await terminal.see('Last log lines of');
    terminal.type('\u001b');
    await terminal.gone('Last log lines of');
    await terminal.see('Run the proof?');
    terminal.type(ENTER);
    await terminal.see('Write the bundle?');
    for (const [columns, rows] of [
      [60, 24],
      [120, 50],
      [50, 12],
      [40, 8],
      [80, 24],
    ] as const) {
      const drawn = terminal.bytes().length;
      terminal.resize(columns, rows);
      await expect.poll(() => terminal.bytes().length).toBeGreaterThan(drawn);
      await terminal.see(columns === 40 ? 'Terminal is 40x8' : 'Write the bundle?');
      await terminal.settled();
      await expect.poll(() => terminal.screen().filter((line) => line.includes('S4 Proof'))).toHaveLength(1);
    }
    terminal.type('R');
    await expect.poll(() => journalLines(out, ASKED_AFTER_PROOF)).toHaveLength(2);
    await terminal.see('Write the bundle?');
    terminal.type('/models\r');
    await terminal.see(/filter +models +1 of/);
    terminal.type('t');
    await terminal.see('models ran again: pass');
    terminal.type('l\r');
    await terminal.see(/answer +\{/);
    terminal.type('c');
    await terminal.see('Command copied');
    expect(terminal.bytes()).toContain('\u001b]52;c;');
    terminal.type('q');
    await terminal.see(/proves|shows/);
    terminal.type('q');
    await terminal.see('Write the bundle?');
    terminal.type('q');
    expect(await terminal.exit).toEqual({ exitCode: 0, signal: 0 });
    expectRestored(terminal);
  });
});

describe('the bundle from anywhere', () => {
  it('makes what runs make way; the run goes on from S6, and is proven by all of it', async () => {
    const { terminal, out, heldProof } = openWizard();
    await walkTo(terminal, 'Run the proof?');
    const letGo = await heldProof();
    terminal.type('e');
    await terminal.see('write the bundle now?');
    terminal.type('y');
    await terminal.see('S5 Bundle');
    letGo();
    await terminal.see('Seal these files');
    terminal.type(ENTER);
    await terminal.see('Finish?');
    expect(existsSync(join(out, 'bundle.tar.gz'))).toBe(true);
    terminal.type(ENTER);
    await terminal.see('Incomplete');
    terminal.type('o');
    await terminal.see('The report was not opened.');
    terminal.type('r');
    await terminal.see('Write the bundle?');
    terminal.type('q');
    expect(await terminal.exit).toEqual({ exitCode: 0, signal: 0 });
    expectRestored(terminal);
    expect(terminal.screen()[0]).toBe('✔ Proven: every required check passed.');
    expect(terminal.screen().join('\n')).toContain('The bundle is older than the report.');
    const journal = readFileSync(join(out, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
    const finished = journal.map((line) => JSON.parse(line)).filter(({ type }) => type === 'run.finished');
    expect(finished).toMatchObject([{ verdict: 'passed', exitCode: 0 }]);
  });
});

describe('an interrupt in a real terminal', () => {
  it('before anything was started leaves nothing', async () => {
    const { terminal, out } = openWizard();
    await terminal.see('S1 Welcome');
    terminal.type(CTRL_C);
    expect(await terminal.exit).toEqual({ exitCode: 130, signal: 0 });
    expectRestored(terminal);
    expect(terminal.screen()[0]).toBe('Nothing was started.');
    expect(existsSync(out)).toBe(false);
  });

  it('during the proof ends the run in order, with exit code 130, and says where the stack is', async () => {
    const { terminal, out, heldProof } = openWizard();
    await walkTo(terminal, 'Run the proof?');
    await heldProof();
    terminal.type(CTRL_C);
    expect(await terminal.exit).toEqual({ exitCode: 130, signal: 0 });
    expectRestored(terminal);
    const left = terminal.screen().join('\n');
    expect(left).toContain('Incomplete');
    expect(left).toContain('bus-setup stop --output');
    const journal = readFileSync(join(out, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(journal.at(-1) ?? '')).toMatchObject({ type: 'run.finished', exitCode: 130 });
  });

  it('by SIGTERM ends with exit code 143 and a terminal as it was', async () => {
    const { terminal } = openWizard();
    await walkTo(terminal, 'Run the proof?');
    terminal.signal('SIGTERM');
    expect(await terminal.exit).toEqual({ exitCode: 143, signal: 0 });
    expectRestored(terminal);
  });
});
