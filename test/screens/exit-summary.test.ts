import { expect, test } from 'vitest';
import { exitSummary } from '../../src/screens/exit-summary.ts';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { EMPTY_RUN } from '../../src/steps/run-state.ts';
import { stories } from './stories.ts';

const glyphs = glyphsFor({ LANG: 'C.UTF-8' }, 'linux');

function summary(story: Story): readonly string[] {
  const record = recorder();
  return exitSummary(fold(story.map(([t, body]) => record(t, body))), glyphs);
}

test('a proven run: verdict, evidence, addresses alone on their lines, next command', () => {
  const lines = summary(stories.donePassed);
  expect(lines[0]).toBe('✔ Proven: every required check passed.');
  expect(lines).toContain('http://127.0.0.1:18080');
  expect(lines.find((line) => line.includes('report.md'))).toMatch(/^ {2}report +\/home.*report\.md$/);
  expect(lines.find((line) => line.includes('bundle.tar.gz'))).toMatch(
    /^ {2}bundle +\/home.*bundle\.tar\.gz$/,
  );
  expect(lines.at(-1)).toMatch(/^ {2}next +bus-setup status$/);
});

test('a run that failed repeats what failed and its next step', () => {
  const lines = summary(stories.doneFailed);
  expect(lines[0]).toBe('✖ Not proven: 1 check failed.');
  expect(lines).toContain('  ✖ notes-persistence  PR-NOTES-LOST  The note is gone after a restart.');
  expect(lines.at(-1)).toContain('bus-setup logs bus-notes-api');
});

test('a run that was left says that the stack keeps running', () => {
  const lines = summary(stories.proofRunning);
  expect(lines[0]).toBe('The run was left before it ended.');
  expect(lines.some((line) => line.includes('bus-setup stop'))).toBe(true);
});

test('commands name the folder of a run that is not where runs usually are', () => {
  const record = recorder();
  const events = stories.donePassed.map(([t, body]) =>
    record(t, body.type === 'run.started' ? { ...body, folder: "/srv/it's here" } : body),
  );
  const lines = exitSummary(fold(events), glyphs);
  expect(lines.at(-1)).toBe(`  next      bus-setup status --output '/srv/it'\\''s here'`);
});

test('commands name the profile of a run that is not the one they would mean', () => {
  const record = recorder();
  const events = stories.donePassed.map(([t, body]) =>
    record(t, body.type === 'run.started' ? { ...body, profile: 'local' } : body),
  );
  const lines = exitSummary(fold(events), glyphs);
  expect(lines.at(-1)).toBe('  next      bus-setup status --profile local');
  expect(lines).toContain('  stop      bus-setup stop --profile local');
});

test('nothing was started', () => {
  expect(exitSummary(EMPTY_RUN, glyphs)).toEqual(['Nothing was started.']);
});
