import { describe, test, vi } from 'vitest';
import type { Story } from '../../src/screens/gallery/story.ts';
import { openWizard, type WizardSetting } from './open-wizard.ts';
import { stories } from './stories.ts';

interface State {
  readonly story?: Story;
  /** Keys, and what must be seen before they are pressed. */
  readonly keys?: readonly [after: string, chunk: string];
  /** What must be seen before the capture is taken. */
  readonly see: string | RegExp;
}

/** Each typical state of each screen: how to get there, and what it must say. */
const STATES: Record<string, State> = {
  's1-welcome': { see: 'Which profile?' },
  's1-help': { keys: ['Which profile?', '?'], see: 'Keys on S1' },
  's2-running': { story: stories.preflightStarted, see: '4 of 12' },
  's2-passed': { story: stories.preflightPassed, see: 'Start the stack?' },
  's2-refused': { story: stories.preflightRefused, see: 'refused the run' },
  's3-running': { story: stories.startRunning, see: '7 of 16' },
  's3-ready': { story: stories.startReady, see: 'Run the proof?' },
  's3-failed': { story: stories.startFailed, see: 'Try again?' },
  's3-log': { story: stories.startReady, keys: ['Run the proof?', 'jjl'], see: /bus-setup logs bus-auth/ },
  's4-running': { story: stories.proofRunning, see: '5 of 16' },
  's4-passed': { story: stories.proofPassed, see: 'Write the bundle?' },
  's4-failed': { story: stories.proofFailed, see: 'Not proven.' },
  's4-details': { story: stories.proofFailed, keys: ['Not proven.', 'l'], see: /\+[3-9]\d more/ },
  's4-call': { story: stories.proofFailed, keys: ['Not proven.', 'l\r'], see: /2 of 2 . without/ },
  's4-filter': { story: stories.proofFailed, keys: ['Not proven.', '/usage'], see: /usage.* \d of 16 match/ },
  's4-copied': { story: stories.proofFailed, keys: ['Not proven.', 'c'], see: 'Command copied' },
  's4-export': { story: stories.proofRunning, keys: ['5 of 16', 'e'], see: 'write the bundle now?' },
  's4-exporting': { story: stories.proofRunning, keys: ['5 of 16', 'ey'], see: 'Stopping what runs' },
  's4-leave': { story: stories.proofRunning, keys: ['5 of 16', 'q'], see: 'Stop the run?' },
  's4-stopping': { story: stories.proofRunning, keys: ['5 of 16', '\u0003'], see: 'Stopping' },
  's5-running': { story: stories.bundleRunning, see: '3 of 8' },
  's5-preview': { story: stories.bundlePreview, see: 'Seal these files' },
  's5-left-out': { story: stories.bundlePreview, keys: ['Seal these files', 'jj j '], see: /out +logs/ },
  's5-file': { story: stories.bundlePreview, keys: ['Seal these files', 'jl'], see: 'from byte 0' },
  's5-written': { story: stories.bundleWritten, see: 'Finish?' },
  's6-passed': { story: stories.endPassed, see: 'Leave?' },
  's6-failed': { story: stories.endFailed, see: 'Leave, or run' },
  's6-refused': { story: stories.doneRefused, see: 'Refused' },
};

const SETTINGS: Record<string, WizardSetting> = {
  '80x24': { columns: 80, rows: 24 },
  '60x24': { columns: 60, rows: 24 },
  '80x24-ascii': { columns: 80, rows: 24, locale: 'C' },
  '50x12': { columns: 50, rows: 12 },
};

describe.concurrent.each(Object.entries(SETTINGS))('at %s', (size, setting) => {
  test.for(Object.entries(STATES))('%s looks as captured', async ([name, state], { expect }) => {
    const { story, keys, see } = state;
    const { terminal, port, exit } = openWizard(setting);
    await terminal.see('S1 Welcome');
    if (story !== undefined) {
      terminal.type('\r');
      await vi.waitFor(() => expect(port.calls).toContain('begin embedded'));
      port.play(story);
    }
    if (keys !== undefined) {
      await terminal.see(keys[0]);
      terminal.type(keys[1]);
    }
    await terminal.see(see);
    await terminal.settled();
    const frame = terminal.screen().map(withoutSpinner).join('\n').trimEnd();
    terminal.type('\u0003\u0003');
    await exit;
    await expect(`${frame}\n`).toMatchFileSnapshot(`__captures__/${name}.${size}.txt`);
  });
});

/** The first line as it is when the spinner stands at its first picture. */
function withoutSpinner(line: string, row: number): string {
  if (row > 0) return line;
  return line.replace(/ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏](?= |$)/u, ' ⠋').replace(/ [-\\|/](?= {2}|$)/, ' -');
}
