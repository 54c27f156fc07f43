import { expect } from 'vitest';
import type { ProgramTerminal, TerminalSetting } from './terminal.ts';

/** How a person uses one of the interactive faces. What a test wants is the same for each of them. */
export interface Operator {
  readonly setting: TerminalSetting;
  readonly args: readonly string[];
  /** Takes what is offered first. */
  accept(terminal: ProgramTerminal): void;
  /** Looks at what the first row has to say, sees `text` in it, and comes back to the question. */
  lookAtFirst(terminal: ProgramTerminal, text: string): Promise<void>;
  /** Leaves the first file out of the bundle. */
  leaveFirstOut(terminal: ProgramTerminal): void;
  /** What must be true of the screen whenever a question is asked on it. */
  expectQuestion(terminal: ProgramTerminal, screen: string): void;
  /** What must be true of the terminal once the program has ended. */
  expectEnd(terminal: ProgramTerminal): void;
}

const ENTER = '\r';
/** Any escape sequence. */
const ESCAPE = '\u001b';

/** Somebody who sees the screens of the wizard and presses keys. */
export const keyPresser: Operator = {
  setting: { columns: 80, rows: 24 },
  args: [],
  accept: (terminal) => terminal.type(ENTER),
  async lookAtFirst(terminal, text) {
    terminal.type('gl');
    await terminal.see(text);
    terminal.type('q');
  },
  leaveFirstOut: (terminal) => terminal.type('g '),
  expectQuestion: (terminal, screen) => expect(terminal.screen()[0]).toContain(screen),
  expectEnd(terminal) {
    expect(terminal.alternate()).toBe(false);
    expect(terminal.cursorShown()).toBe(true);
    expect(terminal.screen()[0]).toBe('✔ Proven: every required check passed.');
    expect(terminal.screen().some((line) => /^http:\/\/127\.0\.0\.1:\d+$/.test(line))).toBe(true);
  },
};

/** Somebody who reads lines, or hears them, and types answers. */
export const lineTyper: Operator = {
  // High enough that what belongs to a question has not scrolled away.
  setting: { columns: 120, rows: 200 },
  args: ['--accessible', '--no-color'],
  accept: (terminal) => terminal.type(ENTER),
  async lookAtFirst(terminal, text) {
    terminal.type(`details 1${ENTER}`);
    await terminal.see(text);
  },
  leaveFirstOut: (terminal) => terminal.type(`out 1${ENTER}`),
  expectQuestion: (terminal, screen) => expect(terminal.screen()).toContain(screen),
  expectEnd(terminal) {
    // A terminal without any skills has shown all of it, and nothing was drawn twice.
    expect(terminal.bytes()).not.toContain(ESCAPE);
    expect(terminal.screen().join('\n')).toMatch(/^next {7}bus-setup status/m);
  },
};
