import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEventBody } from '../../src/steps/events.ts';
import { lastRun, lastRunIn, unfinishedChoice } from '../../src/steps/unfinished-run.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';
import { brokenOff, journalText, PARTS } from './broken-off.ts';

/** A run folder with these journals. */
function folderWith(...journals: readonly (readonly RunEventBody[])[]): string {
  const folder = temporaryFolder();
  for (const [index, parts] of journals.entries()) {
    const name = index === 0 ? 'journal.ndjson' : `journal-${index + 1}.ndjson`;
    writeFileSync(join(folder, name), journalText(brokenOff(parts, `run-${index + 1}`)));
  }
  return folder;
}

const { begun, preflight, start, proof, bundle, finished, cancelled } = PARTS;
const failed = (step: 'preflight' | 'start' | 'proof'): RunEventBody => ({
  type: 'step.finished',
  step,
  status: 'failed',
  duration: 1,
});
const judged = proof.slice(0, -1);

describe('an unfinished run', () => {
  it.each([
    ['killed at its first event', begun, 'preflight'],
    ['killed in the preflight', [...begun, ...preflight.slice(0, 1)], 'preflight'],
    ['refused by the preflight', [...begun, ...preflight.slice(0, 1), failed('preflight')], 'preflight'],
    ['cancelled after the preflight', [...begun, ...preflight, ...cancelled], 'start'],
    ['whose stack did not come up', [...begun, ...preflight, ...start.slice(0, 1), failed('start')], 'start'],
    ['killed in its proof', [...begun, ...preflight, ...start, ...proof.slice(0, 2)], 'proof'],
    ['whose proof broke', [...begun, ...preflight, ...start, ...proof.slice(0, 2), failed('proof')], 'proof'],
    [
      'that was not proven, without a bundle',
      [...begun, ...preflight, ...start, ...judged, failed('proof')],
      'bundle',
    ],
    ['killed after its bundle', [...begun, ...preflight, ...start, ...proof, ...bundle], 'bundle'],
  ] as const)('%s goes on at the step that had not ended', async (_name, parts, step) => {
    expect(await lastRunIn(folderWith(parts))).toMatchObject({ kind: 'unfinished', unfinished: { step } });
  });

  it('is none once the last one has come to its end, whatever lies before', async () => {
    const whole = [...begun, ...preflight, ...start, ...proof, ...bundle, ...finished];
    expect(await lastRunIn(folderWith(begun, whole))).toMatchObject({ kind: 'finished' });
    expect(await lastRunIn(folderWith(whole, begun))).toMatchObject({ kind: 'unfinished' });
  });

  it('is seen through the journals of single commands and of programs that were killed before they wrote', async () => {
    const single: RunEventBody[] = [{ ...begun[0], steps: ['bundle'] } as RunEventBody, ...finished];
    const folder = folderWith(begun, single);
    writeFileSync(join(folder, 'journal-3.ndjson'), '{"v":1,"run":"x","se');
    writeFileSync(join(folder, 'journal-4.ndjson'), '');
    expect(await lastRunIn(folder)).toMatchObject({ kind: 'unfinished', unfinished: { step: 'preflight' } });
  });

  it.each([
    ['{"v":0,"type":"begin"}\n', 'RN-JOURNAL-VERSION'],
    ['{"v":2,"type":"run.started"}\n', 'RN-JOURNAL-VERSION'],
    ['not a journal\n', 'RN-JOURNAL-DAMAGED'],
  ])('with the journal %j is refused with %s, and nothing is touched', async (text, id) => {
    const folder = folderWith(begun);
    const path = join(folder, 'journal-2.ndjson');
    writeFileSync(path, text);
    const found = await lastRunIn(folder);
    expect(found).toMatchObject({ kind: 'unusable', trouble: { reason: { id } } });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('of the default folder is the last whole run, not the last command', async () => {
    const host = testHost();
    const root = join(host.cwd, 'bus-setup-runs');
    expect(await lastRun(host, undefined)).toEqual({ kind: 'none' });
    for (const [name, parts] of [
      ['20260101T000000Z-aaaaaa', begun],
      ['20260102T000000Z-bbbbbb', [...begun, ...preflight]],
      ['20260103T000000Z-cccccc', [{ ...begun[0], steps: ['proof'] } as RunEventBody, ...finished]],
    ] as const) {
      mkdirSync(join(root, name), { recursive: true });
      writeFileSync(join(root, name, 'journal.ndjson'), journalText(brokenOff(parts)));
    }
    const folder = join(root, '20260102T000000Z-bbbbbb');
    expect(await lastRun(host, undefined)).toMatchObject({ unfinished: { folder, step: 'start' } });
    expect(await unfinishedChoice(host, undefined)).toMatchObject({
      folder,
      step: 'start',
      number: 2,
      of: 4,
    });
  });
});
