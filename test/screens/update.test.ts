import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/screens/effects.ts';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import { PROFILES } from '../../src/screens/gallery/sample-profiles.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { initialModel, type Model, screenOf } from '../../src/screens/model.ts';
import { contentOf } from '../../src/screens/screen-content.ts';
import { update } from '../../src/screens/update.ts';
import { stories } from './stories.ts';

const glyphs = glyphsFor({ LANG: 'C.UTF-8' }, 'linux');
const SIZE = { rows: 24, columns: 80 };

function welcome(remembered?: string): Model {
  return initialModel(PROFILES, remembered, SIZE);
}

/** The wizard as it shows the end of a story. */
function during(story: Story): Model {
  const record = recorder();
  const run = fold(story.map(([t, body]) => record(t, body)));
  const begun = press(welcome(), 'enter').model;
  return update(begun, { type: 'run', run }, glyphs).model;
}

function press(model: Model, ...keys: readonly string[]): { model: Model; effects: readonly Effect[] } {
  return keys.reduce<{ model: Model; effects: readonly Effect[] }>(
    (before, key) => {
      const after = update(before.model, { type: 'key', key }, glyphs);
      return { model: after.model, effects: [...before.effects, ...after.effects] };
    },
    { model, effects: [] },
  );
}

function selected(model: Model): string | undefined {
  return contentOf(model, { width: 78, glyphs }).selected;
}

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

describe('details', () => {
  test('of a service read its log, and show it when it comes', () => {
    const { model, effects } = press(during(stories.startReady), 'down', 'down', 'l');
    expect(effects).toEqual([{ do: 'read-log', service: 'bus-auth' }]);
    const log = { service: 'bus-auth', lines: ['\u001b[31mhello'] };
    const read = update(model, { type: 'log', log }, glyphs).model;
    expect(contentOf(read, { width: 78, glyphs }).text.map(({ text }) => text)).toContain('hello');
  });

  test('a log that comes late, for another service, is not shown', () => {
    const model = press(during(stories.startReady), 'l').model;
    const late = update(model, { type: 'log', log: { service: 'nginx', lines: ['late'] } }, glyphs);
    expect(late.model.view.log).toEqual({ service: 'mailhog' });
  });

  test('of a failed check tell all there is', () => {
    const model = press(during(stories.proofFailed), 'l').model;
    const labels = contentOf(model, { width: 78, glyphs }).text.map(({ label }) => label);
    expect(labels).toEqual(
      expect.arrayContaining([
        'observed',
        'reason',
        'why',
        'next',
        'proves',
        'not proven',
        'command',
        'url',
        'calls',
      ]),
    );
  });

  test('scroll no further than their end, and back at once', () => {
    const open = press(during(stories.proofFailed), 'l').model;
    const end = press(open, 'G').model;
    const beyond = press(end, 'pagedown', 'pagedown').model;
    expect(beyond.view.overlays).toEqual(end.view.overlays);
    expect(press(beyond, 'g').model.view.overlays).toEqual(open.view.overlays);
    expect(press(open, 'down').model.view.overlays).toMatchObject([{ scroll: 1 }]);
  });

  test('escape goes back one at a time, and never leaves', () => {
    const both = press(during(stories.proofFailed), 'l', '?').model;
    expect(both.view.overlays.map(({ kind }) => kind)).toEqual(['details', 'help']);
    expect(press(both, 'esc').model.view.overlays.map(({ kind }) => kind)).toEqual(['details']);
    const help = press(during(stories.proofFailed), '?').model;
    expect(press(help, 'esc', 'esc', 'esc')).toMatchObject({
      effects: [],
      model: { view: { overlays: [] } },
    });
  });
});

test('the selection follows its row when the list is pinned anew', () => {
  const model = press(during(stories.proofRunning), 'down', 'down').model;
  const record = recorder();
  const run = fold(stories.proofFailed.map(([t, body]) => record(t, body)));
  expect(selected(update(model, { type: 'run', run }, glyphs).model)).toBe('auth-waitlist');
});

describe('the files before the seal', () => {
  const first = 'environment/a.txt';

  test('space puts a file out, and a second space of the same chunk in again', () => {
    const model = during(stories.bundlePreview);
    const out = press(model, ' ');
    expect(out.model.run.leftOut).toEqual([first]);
    expect(out.effects).toEqual([{ do: 'select-file', path: first, included: false }]);
    const back = press(model, ' ', ' ');
    expect(back.model.run.leftOut).toEqual([]);
    expect(back.effects.at(-1)).toEqual({ do: 'select-file', path: first, included: true });
  });

  test('enter seals once, and is no longer a key over an opened file', () => {
    const model = during(stories.bundlePreview);
    expect(press(model, 'enter', 'enter').effects).toMatchObject([{ do: 'answer', value: 'seal' }]);
    expect(press(model, 'l', 'enter', 'n').effects).toMatchObject([{ do: 'read-file' }]);
  });

  test('an opened file is turned part by part, and back', () => {
    const opened = press(during(stories.bundlePreview), 'l').model;
    const page = { path: first, offset: 0, bytes: 30_000, next: 16_000, lines: ['one'] };
    const shown = update(opened, { type: 'file', file: { page, before: [] } }, glyphs).model;
    const next = press(shown, ']');
    expect(next.effects).toEqual([{ do: 'read-file', path: first, offset: 16_000, before: [0] }]);
    const last = { path: first, offset: 16_000, bytes: 30_000, lines: ['two'] };
    const second = update(next.model, { type: 'file', file: { page: last, before: [0] } }, glyphs).model;
    expect(press(second, ']').effects).toEqual([]);
    expect(press(second, '[').effects).toEqual([{ do: 'read-file', path: first, offset: 0, before: [] }]);
  });
});

describe('a filter', () => {
  const shown = (model: Model): readonly string[] =>
    contentOf(model, { width: 78, glyphs }).entries.map(({ id }) => id);

  test('leaves the rows that have every word somewhere, also letters that are keys elsewhere', () => {
    const model = press(during(stories.proofFailed), '/', ...'quelr').model;
    expect(model.view.filter).toEqual({ screen: 'proof', text: 'quelr', typing: true });
    const lost = press(during(stories.proofFailed), '/', ...'fail notes').model;
    expect(shown(lost)).toEqual(['notes-persistence']);
    expect(shown(press(during(stories.proofFailed), '/', ...'PR-LOST').model)).toEqual([]);
    expect(shown(press(during(stories.proofFailed), '/', ...'survives').model)).toEqual([
      'notes-persistence',
    ]);
    expect(shown(press(during(stories.startReady), '/', ...'demo models').model)).toEqual([]);
    expect(shown(press(during(stories.startReady), '/', ...'passwords').model)).toEqual(['mailhog']);
    expect(shown(press(during(stories.bundlePreview), '/', ...'logs/b').model)).toEqual(['logs/b.txt']);
  });

  test('is kept by enter, changed by backspace and taken away by escape', () => {
    const typed = press(during(stories.proofFailed), '/', ...'usagex', 'backspace', 'enter');
    expect(typed.effects).toEqual([]);
    expect(shown(typed.model)).toEqual(['usage-ingest']);
    expect(selected(typed.model)).toBe('usage-ingest');
    expect(press(typed.model, 'c').effects).toMatchObject([
      { do: 'copy', text: expect.stringContaining('usage-ingest') },
    ]);
    expect(press(typed.model, 'l').model.view.overlays).toMatchObject([{ id: 'usage-ingest' }]);
    expect(shown(press(typed.model, 'esc').model)).toHaveLength(16);
    expect(press(typed.model, '/', 'esc').model.view.filter).toBeUndefined();
    expect(press(during(stories.proofFailed), '/', ' ', 'enter').model.view.filter).toBeUndefined();
  });

  test('takes what is pasted as one line of letters, and nothing when none is typed', () => {
    const paste = (model: Model, text: string) => update(model, { type: 'paste', text }, glyphs).model;
    const pasted = paste(press(during(stories.proofFailed), '/').model, '\u001b[31m notes\r\nq');
    expect(pasted.view.filter?.text).toBe('[31m notes q');
    expect(paste(pasted, 'x'.repeat(500)).view.filter?.text).toHaveLength(60);
    const model = during(stories.proofFailed);
    expect(paste(model, 'q')).toBe(model);
  });

  test('belongs to its screen', () => {
    const model = press(during(stories.startReady), '/', ...'mail', 'enter').model;
    const record = recorder();
    const run = fold(stories.proofFailed.map(([t, body]) => record(t, body)));
    expect(shown(update(model, { type: 'run', run }, glyphs).model)).toHaveLength(16);
  });

  test('a letter with a mark is taken away whole', () => {
    const model = press(during(stories.proofFailed), '/', 'e', '\u0301', 'backspace').model;
    expect(model.view.filter?.text).toBe('');
  });
});

test('f goes from one failed row to the next, and round', () => {
  const record = recorder();
  const failing = stories.proofFailed.map(([t, body]) => {
    const fails = body.type === 'check.finished' && body.result.id === 'models';
    const reason = {
      id: 'PR-MODELS-SHAPE',
      class: 'platform',
      sentence: 'Other shape.',
      next: 'look',
    } as const;
    return record(t, fails ? { ...body, result: { ...body.result, status: 'FAIL', reason } } : body);
  });
  const begun = press(welcome(), 'enter').model;
  const model = update(begun, { type: 'run', run: fold(failing) }, glyphs).model;
  expect(selected(press(model, 'G', 'f').model)).toBe('models');
  expect(selected(press(model, 'G', 'f', 'f').model)).toBe('notes-persistence');
  expect(selected(press(model, 'G', 'f', 'f', 'f').model)).toBe('models');
  expect(press(during(stories.proofPassed), 'f').model.view.selected.proof).toBeUndefined();
});

describe('the calls of a check', () => {
  test('open at the last one of a check that failed, at the one that stands for it otherwise', () => {
    const failed = press(during(stories.proofFailed), 'l', 'enter').model;
    expect(failed.view.overlays.at(-1)).toMatchObject({ kind: 'call', id: 'notes-persistence', index: 1 });
    const lines = contentOf(failed, { width: 78, glyphs }).text.map(({ label, text }) => `${label}: ${text}`);
    expect(lines).toContain('status: 401');
    expect(lines).toContain('answer: {"error":{"type":"invalid_auth","message":"a bearer token is');
    const passed = press(during(stories.proofPassed), 'l', 'enter').model;
    expect(passed.view.overlays.at(-1)).toMatchObject({ id: 'gateway-ready', index: 0 });
  });

  test('turn no further than the first and the last, copy their own command, and go back to the details', () => {
    const open = press(during(stories.proofFailed), 'l', 'enter').model;
    expect(press(open, ']').model.view.overlays.at(-1)).toMatchObject({ index: 1 });
    const first = press(open, '[', '[').model;
    expect(first.view.overlays.at(-1)).toMatchObject({ index: 0 });
    expect(press(first, 'c').effects).toEqual([
      { do: 'copy', text: 'curl -sS http://127.0.0.1:18080/v1/notes-persistence' },
    ]);
    expect(press(first, 'esc').model.view.overlays).toMatchObject([{ kind: 'details' }]);
  });
});

describe('copying', () => {
  test('takes what the screen is about, says so, and is silent again with the next key', () => {
    const { model, effects } = press(during(stories.proofFailed), 'c');
    expect(effects).toMatchObject([
      { do: 'copy', text: expect.stringMatching(/^curl .*notes-persistence$/) },
    ]);
    const notice = (of: Model) => contentOf(of, { width: 78, glyphs }).notice.map(({ text }) => text);
    expect(notice(model)[0]).toBe('Command copied, if the terminal allows it:');
    expect(notice(press(model, 'down').model)).toEqual([]);
  });

  test.each([
    ['start', stories.startReady, 'c', 'bus-setup logs mailhog'],
    ['bundle', stories.bundleWritten, 'c', expect.stringMatching(/bundle\.tar\.gz$/)],
    ['done', stories.endPassed, 'c', expect.stringMatching(/report\.md$/)],
    ['done', stories.endFailed, 'C', expect.stringMatching(/^2101-/)],
  ] as const)('on %s', (_screen, story, key, text) => {
    expect(press(during(story), key).effects).toEqual([{ do: 'copy', text }]);
  });

  test('is no key where there is nothing to copy', () => {
    expect(press(welcome(), 'c').effects).toEqual([]);
    expect(press(during(stories.proofRunning), 'G', 'c').effects).toEqual([]);
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
