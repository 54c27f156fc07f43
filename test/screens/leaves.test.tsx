import { cleanup, render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { EntryRow, NoteRow } from '../../src/screens/entry-row.tsx';
import { PROFILES } from '../../src/screens/gallery/sample-profiles.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { initialModel } from '../../src/screens/model.ts';
import { SmallTerminal } from '../../src/screens/small-terminal.tsx';
import { TallyBar } from '../../src/screens/tally-bar.tsx';
import { TerminalContext } from '../../src/screens/terminal-context.ts';
import { columnsOf } from '../../src/screens/text.ts';

/*
 * Leaves only: this library has a fixed width and never lets a flush end, so whole screens are drawn on a real
 * terminal in the other tests.
 */

afterEach(cleanup);

function drawn(leaf: ReactElement, locale = 'C.UTF-8'): string {
  const terminal = {
    glyphs: glyphsFor({ LANG: locale }, 'linux'),
    color: false,
    cube: false,
    animated: false,
  };
  const { lastFrame } = render(<TerminalContext value={terminal}>{leaf}</TerminalContext>);
  return lastFrame() ?? '';
}

const ROW = { wordWidth: 4, idWidth: 8, width: 60, selected: false };

describe('a row', () => {
  test('says its state as glyph and word, and ends at the right edge', () => {
    const row = drawn(
      <EntryRow {...ROW} id="models" mark="pass" word="pass" text="Lists codex-chatgpt" aside="31 ms" />,
    );
    expect(row).toMatch(/^ {3}✔ pass {2}models {4}Lists codex-chatgpt +31 ms$/);
    expect(columnsOf(row)).toBe(ROW.width - 1);
  });

  test('cuts what it says, never its reason', () => {
    const text = 'a very long sentence about what was seen';
    const row = drawn(
      <EntryRow {...ROW} selected id="models" mark="fail" word="fail" text={text} aside="PR-MODELS-SHAPE" />,
    );
    expect(row).toMatch(/^ › ✖ fail {2}models {4}a very long .*… {2}PR-MODELS-SHAPE$/);
    expect(columnsOf(row)).toBe(ROW.width - 1);
  });

  test('needs no character beyond ASCII where the locale has none', () => {
    const row = drawn(
      <EntryRow {...ROW} selected id="models" mark="skip" word="skip" text="left out" aside="" />,
      'C',
    );
    expect(row).toMatch(/^[\x20-\x7e]+$/);
    expect(row).toContain('skip');
  });

  test('draws wide characters in the columns that they take', () => {
    const row = drawn(
      <EntryRow {...ROW} id="models" mark="run" word="run" text="日本語の文がここに入る" aside="1 of 2" />,
    );
    expect(columnsOf(row)).toBe(ROW.width - 1);
  });
});

test('a terminal that is too small shows the chosen profile and the keys that work', () => {
  const model = initialModel(PROFILES, 'compose', { rows: 11, columns: 50 });
  const lines = drawn(<SmallTerminal model={model} />).split('\n');
  expect(lines).toEqual([
    'S1 Welcome',
    '⏎ start preflight  ↑↓ select  q quit',
    'Profile: compose',
    'Terminal is 50x11; the screens need 50x12.',
  ]);
});

test('a note stands under its row and is cut at the width', () => {
  const note = drawn(<NoteRow label="next" text={'bus-setup logs '.repeat(9)} indent={11} width={60} />);
  expect(note).toMatch(/^ {11}next {2}bus-setup logs .*…$/);
  expect(columnsOf(note)).toBeLessThan(60);
});

describe('a bar', () => {
  test.each([
    [0, /^ {3}─+ {3}0 of 16$/],
    [1, /^ {3}━+╺─+ {3}1 of 16$/],
    [15, /^ {3}━+╺─* {3}15 of 16$/],
    [16, /^ {3}━+ {3}16 of 16$/],
  ])('is full only when everything is done: %i of 16', (done, line) => {
    const bar = drawn(<TallyBar of={16} done={done} failed={0} width={60} />);
    expect(bar).toMatch(line);
    expect(columnsOf(bar)).toBe(59);
  });

  test('says in words how many failed', () => {
    expect(drawn(<TallyBar of={16} done={11} failed={1} width={60} />)).toMatch(/11 of 16 {3}1 failed$/);
  });
});
