import { describe, test, vi } from 'vitest';
import { galleryModel } from '../../src/screens/gallery/gallery-model.ts';
import { GALLERY, type GalleryState } from '../../src/screens/gallery/gallery-states.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import type { KeyName } from '../../src/screens/keys.ts';
import { stillFrame } from '../../src/screens/still-frame.tsx';
import { MARKS } from '../fixtures/cell-marks.ts';
import { openWizard, type WizardSetting } from './open-wizard.ts';

// Read by Ink's colour library when it is loaded, which is before any line of a test file.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '3';
});

/** Generous: a slow machine draws hundreds of frames here. */
const PATIENCE = { timeout: 200_000, interval: 40 };

const SETTINGS: Readonly<Record<string, WizardSetting>> = {
  '80x24': { columns: 80, rows: 24, color: true },
  '60x24': { columns: 60, rows: 24 },
  '120x40': { columns: 120, rows: 40 },
  '80x24 without Unicode': { columns: 80, rows: 24, locale: 'C' },
  '50x12': { columns: 50, rows: 12 },
};

/** What a terminal sends for a key. */
const BYTES: Readonly<Record<KeyName, string>> = { enter: '\r', esc: '\u001b', 'ctrl+c': '\u0003' };

describe('each state of each screen in a real terminal', () => {
  test.concurrent.for(GALLERY)(
    '$name looks as captured, and as the gallery draws it',
    async (state, { expect }) => {
      const settings =
        state.size === undefined ? SETTINGS : { [sizeText(state)]: { ...state.size, color: true } };
      const captures = [];
      for (const [title, setting] of Object.entries(settings)) {
        const { lines, marks } = await capture(state, setting, expect);
        const drawn = setting.color === true ? withMarks(lines, marks) : lines;
        captures.push([`=== ${title}`, ...drawn].join('\n'));
      }
      await expect(`${captures.join('\n\n')}\n`).toMatchFileSnapshot(`__captures__/${state.name}.txt`);
    },
  );

  test('has a legend for what stands under its lines', async ({ expect }) => {
    const lines = Object.entries(MARKS).map(([mark, says]) => `${mark}  ${says}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('__captures__/legend.txt');
  });
});

/** Plays a state to the real wizard until its terminal shows what the gallery draws. */
async function capture(
  state: GalleryState,
  setting: WizardSetting,
  expect: typeof import('vitest')['expect'],
) {
  const { columns = 80, rows = 24, locale = 'C.UTF-8' } = setting;
  const glyphs = glyphsFor({ LANG: locale }, 'linux');
  const model = galleryModel(state, { columns, rows }, glyphs);
  const wanted = stillFrame(model, { glyphs, color: false, cube: false });
  const { unfinished } = state;
  const { terminal, port, exit } = openWizard({
    ...setting,
    ...(unfinished === undefined ? {} : { unfinished }),
  });
  await vi.waitFor(() => expect(terminal.screen()[0]).toContain('S1 Welcome'), PATIENCE);
  if (state.story !== undefined) {
    terminal.type('\r');
    await vi.waitFor(() => expect(port.calls).toContain('begin embedded'), PATIENCE);
    port.play(state.story);
    const before = galleryModel({ ...state, keys: [] }, { columns, rows }, glyphs);
    await shown(stillFrame(before, { glyphs, color: false, cube: false }));
  }
  for (const key of state.keys ?? []) terminal.type(BYTES[key] ?? key);
  await shown(wanted);
  const marks = terminal.marks();
  terminal.type('\u0003\u0003');
  await exit;
  return { lines: wanted.split('\n'), marks };

  async function shown(text: string): Promise<void> {
    await vi.waitFor(() => expect(withoutSpinner(terminal.screen())).toBe(text), PATIENCE);
  }
}

/** Under each line that has a look its letters, in the same columns. */
function withMarks(lines: readonly string[], marks: readonly string[]): readonly string[] {
  return lines.flatMap((line, row) => {
    // The spinner is the one thing in a first line that moves.
    const under = row === 0 ? (marks[0] ?? '').slice(0, line.length) : (marks[row] ?? '');
    return [`|${line}`, ...(/[^ .]/.test(under) ? [`:${under}`] : [])];
  });
}

/** The screen with a space where the spinner stands. */
function withoutSpinner([first = '', ...rest]: readonly string[]): string {
  const still = first.replace(/ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏](?= |$)/u, '  ').replace(/ [-\\|/](?= {2}|$)/, '  ');
  return [still, ...rest]
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

function sizeText({ size }: GalleryState): string {
  return `${size?.columns}x${size?.rows}`;
}
