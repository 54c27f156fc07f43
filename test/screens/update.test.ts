import { describe, expect, test } from 'vitest';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import { screenOf } from '../../src/screens/model.ts';
import { contentOf } from '../../src/screens/screen-content.ts';
import { update } from '../../src/screens/update.ts';
import { during, glyphs, press, selected, welcome } from './pressing.ts';
import { stories } from './stories.ts';

describe('S1', () => {
  test('preselects the profile of the last time, when it still exists', () => {
    expect(selected(welcome('compose'))).toBe('compose');
    expect(selected(welcome('gone'))).toBe('embedded');
  });

  test('down, down, enter in one chunk begins with the third profile', () => {
    expect(press(welcome(), 'down', 'down', 'enter').effects).toEqual([{ do: 'begin', profile: 'attach' }]);
  });

  test('a second enter of the same chunk does not begin again', () => {
    expect(press(welcome(), 'enter', 'enter').effects).toHaveLength(1);
  });

  test('the selection stops at both ends', () => {
    expect(selected(press(welcome(), 'up', 'k').model)).toBe('embedded');
    expect(selected(press(welcome(), 'G', 'j').model)).toBe('attach');
    expect(selected(press(welcome(), 'G', 'g').model)).toBe('embedded');
  });

  test('escape does not leave, q does', () => {
    expect(press(welcome(), 'esc').effects).toEqual([]);
    expect(press(welcome(), 'q').effects).toEqual([{ do: 'leave' }]);
  });
});

describe('the screen follows the run', () => {
  test.each([
    ['preflight', stories.preflightPassed],
    ['start', stories.startRunning],
    ['proof', stories.proofFailed],
    ['bundle', stories.bundleRunning],
    ['done', stories.donePassed],
  ] as const)('%s', (screen, story) => {
    expect(screenOf(during(story))).toBe(screen);
  });
});

describe('a terminal that is too small for the screens', () => {
  const small = { rows: 11, columns: 50 };

  test('opens nothing that it could not show, and still answers', () => {
    const model = update(during(stories.preflightPassed), { type: 'size', size: small }, glyphs).model;
    for (const key of ['l', '?']) expect(press(model, key).model.view.overlays).toEqual([]);
    expect(press(model, 'enter').effects).toMatchObject([{ do: 'answer', value: 'continue' }]);
  });

  test('lets the profile be chosen', () => {
    const model = update(welcome(), { type: 'size', size: small }, glyphs).model;
    expect(press(model, 'down', 'down', 'enter').effects).toEqual([{ do: 'begin', profile: 'attach' }]);
  });

  test('closes what lay over a screen when it shrank', () => {
    const open = press(during(stories.preflightPassed), 'l').model;
    const model = update(open, { type: 'size', size: small }, glyphs).model;
    expect(press(model, 'esc').model.view.overlays).toEqual([]);
  });
});

describe('a question', () => {
  test('enter takes the primary choice, once', () => {
    const { effects } = press(during(stories.preflightPassed), 'enter', 'enter');
    expect(effects.filter(({ do: what }) => what === 'answer')).toEqual([
      { do: 'answer', question: 'after-preflight', value: 'continue' },
    ]);
  });

  test('its keys are told apart by case', () => {
    const model = during(stories.proofFailed);
    expect(press(model, 'r').effects).toMatchObject([{ value: 'retry-failed' }]);
    expect(press(model, 'R').effects).toMatchObject([{ value: 'retry' }]);
    expect(press(during(stories.startFailed), 'e').effects).toMatchObject([{ value: 'bundle' }]);
  });

  test('without a primary choice enter opens the details of what failed', () => {
    const { model, effects } = press(during(stories.preflightRefused), 'enter');
    expect(model.view.overlays).toMatchObject([{ kind: 'details', id: 'tracked-secrets' }]);
    expect(effects).toEqual([]);
  });

  test('quitting leaves as soon as the run has ended', () => {
    const { model } = press(during(stories.preflightPassed), 'q');
    const record = recorder();
    const run = fold(stories.doneRefused.map(([t, body]) => record(t, body)));
    expect(update(model, { type: 'run', run }, glyphs).effects).toEqual([{ do: 'leave' }]);
  });

  test('its keys stay live over the details, but for those the details need', () => {
    const details = press(during(stories.proofFailed), 'l').model;
    expect(press(details, 'r').effects).toMatchObject([{ value: 'retry-failed' }]);
    expect(press(details, 'q').effects).toEqual([]);
    expect(press(details, 'enter').effects).toEqual([]);
  });
});

describe('leaving while something runs', () => {
  test('q asks, n goes on, y stops', () => {
    const asking = press(during(stories.proofRunning), 'q').model;
    expect(asking.view.overlays).toEqual([{ kind: 'leave' }]);
    expect(press(asking, 'n').model.view.overlays).toEqual([]);
    expect(press(asking, 'esc').effects).toEqual([]);
    expect(press(asking, 'y').effects).toEqual([{ do: 'cancel' }]);
  });

  test('Ctrl+C stops the run, a second one does not wait for it', () => {
    const first = press(during(stories.proofRunning), 'ctrl+c');
    expect(first.effects).toEqual([{ do: 'cancel' }]);
    expect(press(first.model, 'ctrl+c').effects).toEqual([{ do: 'cancel' }, { do: 'leave' }]);
  });

  test('Ctrl+C before and after the run leaves', () => {
    expect(press(welcome(), 'ctrl+c').effects).toEqual([{ do: 'leave' }]);
    expect(press(during(stories.donePassed), 'ctrl+c').effects).toEqual([{ do: 'leave' }]);
  });

  test('a run that a signal ended is not shown', () => {
    const record = recorder();
    const events = stories.proofRunning.map(([t, body]) => record(t, body));
    const counts = { pass: 0, skip: 0, fail: 0 };
    const end = { type: 'run.finished', verdict: 'incomplete', exitCode: 143, counts, duration: 1 } as const;
    const run = fold([...events, record(9_000, end)]);
    expect(update(during(stories.proofRunning), { type: 'run', run }, glyphs).effects).toEqual([
      { do: 'leave' },
    ]);
  });
});

describe('one check again', () => {
  test('names the selected one, or the one whose details are open', () => {
    const model = during(stories.proofFailed);
    const answer = { do: 'answer', question: 'after-proof', value: 'retry-one' };
    expect(press(model, 't').effects).toEqual([{ ...answer, subject: 'notes-persistence' }]);
    expect(press(model, 'down', 'l', 't').effects.at(-1)).toEqual({ ...answer, subject: 'vm-status' });
    expect(press(model, '/', ...'nothing-has-this', 'enter', 't').effects).toEqual([]);
    expect(press(during(stories.startReady), 't').effects).toEqual([]);
  });

  test('says how it ended once the run asks again', () => {
    const asked = press(during(stories.proofFailed), 't').model;
    const record = recorder();
    const run = fold(stories.proofPassed.map(([t, body]) => record(t, body)));
    const { said } = update(asked, { type: 'run', run }, glyphs).model.view;
    expect(said).toEqual({ tone: 'good', text: 'notes-persistence ran again: pass, 12 ms.' });
  });
});

describe('the bundle from anywhere', () => {
  test('is asked about while something runs, and then what runs makes way', () => {
    const asking = press(during(stories.proofRunning), 'e').model;
    expect(asking.view.overlays).toEqual([{ kind: 'export' }]);
    expect(press(asking, 'n').effects).toEqual([]);
    const { model, effects } = press(asking, 'y', 'y');
    expect(effects).toEqual([{ do: 'export-bundle' }]);
    const notice = contentOf(model, { width: 78, glyphs }).notice.map(({ text }) => text);
    expect(notice).toEqual(['Stopping what runs now; then the bundle is written.']);
    expect(press(model, 'e').model.view.overlays).toEqual([]);
  });

  test.each([
    ['preflight that passed', stories.preflightPassed],
    ['preflight that refused', stories.preflightRefused],
    ['stack that is ready', stories.startReady],
    ['stack that did not start', stories.startFailed],
    ['proof that passed', stories.proofPassed],
    ['proof that failed', stories.proofFailed],
    ['end', stories.endFailed],
  ] as const)('is a choice after a %s, also over the details', (_name, story) => {
    expect(press(during(story), 'e').effects).toMatchObject([{ do: 'answer', value: 'bundle' }]);
    if (story === stories.endFailed) return;
    expect(press(during(story), 'l', 'e').effects.at(-1)).toMatchObject({ do: 'answer', value: 'bundle' });
  });

  test('is not offered while it is made, or while the run stops', () => {
    expect(press(during(stories.bundleRunning), 'e').model.view.overlays).toEqual([]);
    expect(press(press(during(stories.proofRunning), 'ctrl+c').model, 'e').model.view.overlays).toEqual([]);
  });
});

describe('S6', () => {
  test('asks: what failed runs again, everything does, or it is left', () => {
    const model = during(stories.endFailed);
    expect(screenOf(model)).toBe('done');
    expect(press(model, 'r').effects).toMatchObject([{ question: 'at-end', value: 'retry-failed' }]);
    expect(press(model, 'R').effects).toMatchObject([{ value: 'retry' }]);
    expect(press(during(stories.endPassed), 'r').effects).toEqual([]);
    for (const key of ['enter', 'q']) {
      const left = press(model, key);
      expect(left.effects).toEqual([{ do: 'answer', question: 'at-end', value: 'quit' }]);
      expect(screenOf(left.model)).toBe('done');
    }
  });

  test('closes with the run, also when that was ended from outside', () => {
    const record = recorder();
    const run = fold(stories.doneFailed.map(([t, body]) => record(t, body)));
    expect(update(during(stories.endFailed), { type: 'run', run }, glyphs).effects).toEqual([
      { do: 'leave' },
    ]);
  });

  test('opens the report, and says what became of it', () => {
    const { model, effects } = press(during(stories.endPassed), 'o');
    expect(effects).toEqual([{ do: 'open-report' }]);
    const said = { tone: 'caution', text: 'It was not.', exact: '/srv/report.html' } as const;
    const told = update(model, { type: 'said', said }, glyphs).model;
    expect(contentOf(told, { width: 78, glyphs }).notice.map(({ text }) => text)).toEqual([
      'It was not.',
      '/srv/report.html',
    ]);
    expect(press(during(stories.startReady), 'o').effects).toEqual([]);
  });
});
