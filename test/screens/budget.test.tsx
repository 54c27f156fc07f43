import { renderToString } from 'ink';
import { describe, expect, test } from 'vitest';
import { frameOf } from '../../src/screens/frame.ts';
import { FrameView } from '../../src/screens/frame-view.tsx';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import { PROFILES } from '../../src/screens/gallery/sample-profiles.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { isTooSmall } from '../../src/screens/layout.ts';
import { initialModel, type Model, type Size } from '../../src/screens/model.ts';
import { SmallTerminal } from '../../src/screens/small-terminal.tsx';
import { TerminalContext } from '../../src/screens/terminal-context.ts';
import { columnsOf } from '../../src/screens/text.ts';
import { update } from '../../src/screens/update.ts';
import type { RunState } from '../../src/steps/run-state.ts';
import { stories } from './stories.ts';

const STORIES: Record<string, Story> = { welcome: [], ...stories };
const SIZES: readonly Size[] = [
  { rows: 24, columns: 60 },
  { rows: 24, columns: 80 },
  { rows: 50, columns: 120 },
  { rows: 12, columns: 50 },
  { rows: 13, columns: 200 },
  { rows: 11, columns: 49 },
  { rows: 3, columns: 20 },
  { rows: 2, columns: 1 },
  { rows: 1, columns: 80 },
];
/** Ways to look at a state: what lies over it, where the selection is, how far it is scrolled, what is typed or said. */
const KEYS: readonly (readonly string[])[] = [[], ['G'], ['?'], ['l'], ['l', 'G'], ['q'], ['ctrl+c']];
/** Further ones, for a story of each screen: what is typed, copied, asked, and which call is open. */
const MORE_KEYS: readonly (readonly string[])[] = [
  ['/', ...'漢字かな'.repeat(12)],
  ['c'],
  ['C'],
  ['l', 'enter'],
  ['l', 'enter', 'c'],
  ['e'],
  ['e', 'y'],
];
const WITH_MORE: ReadonlySet<Story> = new Set([
  stories.preflightRefused,
  stories.startRunning,
  stories.proofFailed,
  stories.bundlePreview,
  stories.endFailed,
  stories.hostile,
]);

const states = new Map<Story, RunState>();

function stateAfter(story: Story): RunState {
  const record = recorder();
  const state = states.get(story) ?? fold(story.map(([t, body]) => record(t, body)));
  states.set(story, state);
  return state;
}

function modelOf(story: Story, size: Size, keys: readonly string[], locale: string): Model {
  const glyphs = glyphsFor({ LANG: locale }, 'linux');
  const start = initialModel(PROFILES, undefined, size);
  const run = stateAfter(story);
  const begun = story.length === 0 ? start : { ...start, view: { ...start.view, begun: true } };
  const shown = update(begun, { type: 'run', run }, glyphs).model;
  const pressed = keys.reduce((model, key) => update(model, { type: 'key', key }, glyphs).model, shown);
  const lines = Array.from({ length: 200 }, () => `\u001b[31m${'long log line '.repeat(20)}`);
  return update(pressed, { type: 'log', log: { service: pressed.view.log?.service ?? '', lines } }, glyphs)
    .model;
}

function draw(model: Model, locale: string): readonly string[] {
  const glyphs = glyphsFor({ LANG: locale }, 'linux');
  const { rows, columns } = model.view.size;
  const view = isTooSmall(rows, columns) ? (
    <SmallTerminal model={model} />
  ) : (
    <FrameView model={model} frame={frameOf(model, glyphs)} elapsed={() => 0} />
  );
  const terminal = { glyphs, color: false, cube: false, animated: true };
  const text = renderToString(<TerminalContext value={terminal}>{view}</TerminalContext>, { columns });
  return text === '' ? [] : text.split('\n');
}

describe.each(SIZES.map((size) => [`${size.columns}x${size.rows}`, size] as const))(
  'at %s',
  (_name, size) => {
    test.each(Object.entries(STORIES))('%s never exceeds the terminal', (_story, story) => {
      for (const keys of WITH_MORE.has(story) ? [...KEYS, ...MORE_KEYS] : KEYS) {
        for (const locale of keys.length === 0 ? ['C.UTF-8', 'C'] : ['C.UTF-8']) {
          const lines = draw(modelOf(story, size, keys, locale), locale);
          expect(lines.length, keys.join()).toBeLessThanOrEqual(size.rows - 1);
          for (const line of lines)
            expect(columnsOf(line), line).toBeLessThanOrEqual(Math.min(size.columns, 100));
          expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
          if (locale === 'C') expect(lines.join('')).toMatch(/^[\u0020-\u007e]*$/);
        }
      }
    });
  },
);

test.each(['welcome', 'proofFailed', 'donePassed'])(
  '%s fills all lines but the last of the terminal',
  (name) => {
    const lines = draw(modelOf(STORIES[name] ?? [], { rows: 24, columns: 80 }, [], 'C.UTF-8'), 'C.UTF-8');
    expect(lines).toHaveLength(23);
  },
);

test('the question and the keys are on every screen that asks, however small', () => {
  for (const size of SIZES.filter(({ rows, columns }) => rows > 10 && columns > 40)) {
    const lines = draw(modelOf(stories.proofFailed, size, [], 'C.UTF-8'), 'C.UTF-8').join('\n');
    expect(lines).toContain('Not proven.');
    expect(lines).toContain('⏎ write the bundle');
    expect(lines).toContain('S4 Proof');
  }
});
