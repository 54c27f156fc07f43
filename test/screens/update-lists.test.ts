import { describe, expect, test } from 'vitest';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import type { Model } from '../../src/screens/model.ts';
import { contentOf } from '../../src/screens/screen-content.ts';
import { update } from '../../src/screens/update.ts';
import { during, glyphs, press, selected, welcome } from './pressing.ts';
import { stories } from './stories.ts';

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
