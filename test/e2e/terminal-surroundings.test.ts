import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { runProgram } from './program.ts';
import { openTerminal } from './terminal.ts';

const CTRL_C = '\u0003';
const KEEP_TITLE = '\u001b[22;2t';
const GIVE_BACK = '\u001b]2;\u001b\\\u001b[23;2t';

describe('the title of the window', () => {
  it.each([
    ['Ctrl+C', (terminal: ReturnType<typeof openTerminal>) => terminal.type(CTRL_C), 130],
    ['SIGTERM', (terminal: ReturnType<typeof openTerminal>) => terminal.signal('SIGTERM'), 143],
  ])('is given back after %s', async (_how, stop, code) => {
    const folder = temporaryFolder();
    const terminal = openTerminal(['--output', 'out'], folder, { env: { TERM: 'xterm-ghostty' } });
    await terminal.see('S1 Welcome');
    await expect.poll(terminal.bytes).toContain(`${KEEP_TITLE}\u001b]2;bus-setup\u001b\\`);
    stop(terminal);
    const { exitCode } = await terminal.exit;
    expect(exitCode).toBe(code);
    expect(terminal.bytes().split(GIVE_BACK)).toHaveLength(2);
    expect(terminal.bytes().lastIndexOf('\u001b]2;')).toBe(terminal.bytes().lastIndexOf(GIVE_BACK));
  });

  it('is left alone where that is switched off', async () => {
    const folder = temporaryFolder();
    const env = { TERM: 'xterm-ghostty', BUS_SETUP_TERMINAL_EXTRAS: '0' };
    const terminal = openTerminal(['--output', 'out'], folder, { env });
    await terminal.see('S1 Welcome');
    terminal.type(CTRL_C);
    await terminal.exit;
    expect(terminal.bytes()).not.toMatch(/\u001b\]|\u001b\[2[23];/);
  });
});

describe('a transcript', () => {
  it('keeps what was shown and pressed, also when the program is killed', async () => {
    const folder = temporaryFolder();
    const terminal = openTerminal(['--output', 'out', '--transcript', 't.txt'], folder);
    await terminal.see('S1 Welcome');
    terminal.type('?');
    await terminal.see('Keys on S1');
    terminal.type('\u001b');
    await terminal.gone('Keys on S1');
    await terminal.see('Which profile?');
    terminal.type('?');
    await terminal.see('Keys on S1');
    // Keys are written with the next frame that has settled.
    await expect.poll(() => readFileSync(join(folder, 't.txt'), 'utf8')).toContain('<esc>');
    terminal.signal('SIGKILL');
    await terminal.exit;
    const text = readFileSync(join(folder, 't.txt'), 'utf8');
    expect(text).toMatch(/^bus-setup \S+ transcript, wizard, /);
    expect(text).toMatch(/\+ \d\d:\d\d\.\d{3} screen\n bus-setup · S1 Welcome\n/);
    expect(text).toContain('Keys on S1 Welcome');
    expect(text).toMatch(/keys {2}\? ?<esc>|keys {2}\?\n[\s\S]*keys {2}<esc>/);
    expect(text).not.toMatch(/\u001b/);
    expect(statSync(join(folder, 't.txt')).mode & 0o777).toBe(0o600);
  });

  it('keeps the questions and answers of a person who is asked line by line', async () => {
    const folder = temporaryFolder();
    const args = ['--accessible', '--output', 'out', '--transcript', 't.txt'];
    const terminal = openTerminal(args, folder);
    await terminal.see('Type a number from 1 to');
    terminal.type('what\r');
    await terminal.see('Not understood: what.');
    terminal.type('quit\r');
    await terminal.exit;
    const text = readFileSync(join(folder, 't.txt'), 'utf8');
    expect(text).toMatch(/ transcript, asking, /);
    expect(text).toMatch(/ line {2}Which profile\?\n/);
    expect(text).toMatch(/ typed {2}what\n.* line {2}Not understood: what\.\n/);
    expect(text).toMatch(/ end exit 130\n$/);
  });

  it('is refused before anything happens when the file is there already', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 't.txt'), 'mine');
    const { code, stderr } = await runProgram(['--ci', '--output', 'out', '--transcript', 't.txt'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('RN-TRANSCRIPT-UNUSABLE');
    expect(readFileSync(join(folder, 't.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('keeps plain lines as well', async () => {
    const folder = temporaryFolder();
    const args = ['preflight', '--port', '0', '--output', 'out', '--transcript', 't.txt'];
    const { stdout } = await runProgram(args, folder);
    const lines = readFileSync(join(folder, 't.txt'), 'utf8').split('\n');
    expect(lines[0]).toMatch(/ transcript, plain, /);
    const kept = lines.flatMap((line) => / line {2}(.*)$/.exec(line)?.[1] ?? []);
    expect(kept.map((line) => line.trim())).toEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trim()),
    );
  });
});
