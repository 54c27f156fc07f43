import { describe, expect, it } from 'vitest';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import { linkLine } from '../../src/terminal/link-line.ts';
import { runStatus } from '../../src/terminal/run-status.ts';
import { link, notification, setTitle, showProgress } from '../../src/terminal/sequences.ts';
import { terminalExtras } from '../../src/terminal/terminal-extras.ts';
import { NO_SKILLS, type TerminalSkills } from '../../src/terminal/terminal-skills.ts';
import { stories } from '../screens/stories.ts';

const ALL: TerminalSkills = { title: true, progress: true, links: true, notifier: 'osc9' };

/** Shows a story state by state, each after some milliseconds, and gives what was written. */
function written(skills: TerminalSkills, steps: readonly (readonly [keyof typeof stories, number])[]) {
  const sent: string[] = [];
  let now = 0;
  const extras = terminalExtras(
    skills,
    (sequence) => sent.push(sequence),
    () => now,
  );
  for (const [name, after] of steps) {
    now += after;
    const record = recorder();
    extras.show(runStatus(fold(stories[name].map(([t, body]) => record(t, body)))));
  }
  return { sent, reset: extras.reset(), again: extras.reset() };
}

describe('the terminal around a run', () => {
  it('shows title and progress, and gives both back', () => {
    const { sent, reset, again } = written(ALL, [
      ['preflightStarted', 0],
      ['preflightPassed', 1_000],
      ['startRunning', 1_000],
      ['proofRunning', 1_000],
      ['doneFailed', 1_000],
    ]);
    expect(sent).toEqual([
      '\u001b[22;2t\u001b]2;bus-setup S2 Preflight\u001b\\',
      '\u001b]9;4;1;33\u001b\\',
      '\u001b]2;bus-setup S2 Preflight: waits for you\u001b\\',
      '\u001b]9;4;0;0\u001b\\',
      '\u001b]2;bus-setup S3 Start\u001b\\',
      '\u001b]9;4;1;44\u001b\\',
      '\u001b]2;bus-setup S4 Proof\u001b\\',
      '\u001b]9;4;1;31\u001b\\',
      '\u001b]2;bus-setup: not proven\u001b\\',
      '\u001b]9;4;0;0\u001b\\',
    ]);
    expect(reset).toBe('\u001b]2;\u001b\\\u001b[23;2t');
    expect(again).toBe('');
  });

  it('takes the progress away when it ends in the middle of a step', () => {
    const { reset } = written(ALL, [['proofRunning', 0]]);
    expect(reset).toBe('\u001b]9;4;0;0\u001b\\\u001b]2;\u001b\\\u001b[23;2t');
  });

  it('tells of an end only after work that took long', () => {
    const long = written({ ...NO_SKILLS, notifier: 'osc9' }, [
      ['proofRunning', 0],
      ['proofPassed', 20_000],
    ]);
    expect(long.sent).toEqual(['\u001b]9;bus-setup S4 Proof: waits for you\u001b\\']);
    const short = written({ ...NO_SKILLS, notifier: 'osc9' }, [
      ['proofRunning', 0],
      ['proofPassed', 19_999],
    ]);
    expect(short.sent).toEqual([]);
  });

  it('writes nothing at all on a terminal without skills', () => {
    const { sent, reset } = written(NO_SKILLS, [
      ['proofRunning', 0],
      ['doneFailed', 60_000],
    ]);
    expect([...sent, reset]).toEqual(['']);
  });

  it('writes the same of a run whose every text attacks the terminal', () => {
    const { sent } = written(ALL, [['hostile', 0]]);
    expect(sent).toEqual(['\u001b[22;2t\u001b]2;bus-setup S4 Proof\u001b\\', '\u001b]9;4;2;30\u001b\\']);
  });
});

describe('a sequence', () => {
  it.each([
    ['osc9', '\u001b]9;done now\u001b\\'],
    ['osc777', '\u001b]777;notify;bus-setup;done now\u001b\\'],
    ['osc99', '\u001b]99;;done now\u001b\\'],
    ['bell', '\u0007'],
    ['none', ''],
  ] as const)('notifies as %s', (notifier, bytes) => {
    expect(notification(notifier, 'done;now')).toBe(bytes);
  });

  it('cannot be ended by what is in it', () => {
    expect(setTitle('a\u0007b\u001b\\c\u001b]0;x\u0007d')).toBe('\u001b]2;abcd\u001b\\');
    expect(link('http://h/\u001b\\\u0007 é', 'text')).toBe(
      '\u001b]8;;http://h/%20%C3%A9\u001b\\text\u001b]8;;\u001b\\',
    );
  });

  it('tells progress that nobody knows, and one that is out of bounds', () => {
    expect(showProgress({ percent: undefined, failed: false })).toBe('\u001b]9;4;3;0\u001b\\');
    expect(showProgress({ percent: 250, failed: true })).toBe('\u001b]9;4;2;100\u001b\\');
  });
});

describe('a line with an address', () => {
  const ESC = '\u001b';
  it.each([
    [
      'http://127.0.0.1:8080',
      `${ESC}]8;;http://127.0.0.1:8080${ESC}\\http://127.0.0.1:8080${ESC}]8;;${ESC}\\`,
    ],
    [
      '  report    /runs/a b/report.md',
      `  report    ${ESC}]8;;file:///runs/a%20b/report.md${ESC}\\/runs/a b/report.md${ESC}]8;;${ESC}\\`,
    ],
    ['see http://127.0.0.1:8080', 'see http://127.0.0.1:8080'],
    ['  report    /etc/passwd', '  report    /etc/passwd'],
  ])('%s', (line, expected) => {
    expect(linkLine(line, ['/runs/a b/report.md'])).toBe(expected);
  });
});
