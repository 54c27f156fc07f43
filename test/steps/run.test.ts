import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/steps/events.ts';
import { createRun } from '../../src/steps/run.ts';
import type { RunRequest } from '../../src/steps/run-request.ts';
import { testHost } from '../fixtures/test-host.ts';

const FORGETFUL = { read: () => ({}), remember: () => undefined };

/** A run of the preflight in a folder of its own: nothing is started, and everything that ends a run is there. */
function preflight(change: Partial<RunRequest> = {}) {
  const host = testHost({ env: { PATH: process.env.PATH } });
  const run = createRun(
    host,
    {
      steps: ['preflight'],
      output: 'out',
      selection: {},
      stack: { port: 0 },
      interactive: false,
      assumeYes: false,
      ...change,
    },
    [],
    FORGETFUL,
  );
  const told: RunEvent[] = [];
  run.subscribe((event) => told.push(event));
  return { run, told, folder: join(host.cwd, 'out') };
}

function journalOf(folder: string): RunEvent[] {
  const lines = readFileSync(join(folder, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

describe('a run', () => {
  it('has ended when everything is in its journal', async () => {
    const { run, told, folder } = preflight();
    run.begin('embedded');
    expect(await run.done).toMatchObject({ verdict: 'done', exitCode: 0 });
    expect(journalOf(folder)).toEqual(told);
    expect(told.at(-1)?.type).toBe('run.finished');
  });

  it('that cannot be begun still ends with its last event', async () => {
    const { run, told } = preflight();
    run.begin('no-such-profile');
    expect(await run.done).toMatchObject({ verdict: 'failed', exitCode: 2 });
    expect(told.map(({ type }) => type)).toEqual(['run.finished']);
  });

  it('that waits for an answer is ended by a cancel, with its signal’s exit code', async () => {
    const { run, told } = preflight({ interactive: true });
    run.subscribe((event) => {
      if (event.type === 'question.asked') run.cancel('SIGTERM');
    });
    run.begin('embedded');
    expect(await run.done).toMatchObject({ verdict: 'incomplete', exitCode: 143 });
    expect(told.at(-1)).toMatchObject({ type: 'run.finished', exitCode: 143 });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that gets %s while it opens its folder is cancelled, and not broken',
    async (name) => {
      const { run, told, folder } = preflight();
      run.begin('embedded');
      run.cancel(name);
      const exitCode = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[name];
      expect(await run.done).toMatchObject({
        verdict: 'incomplete',
        exitCode,
        reason: { id: 'RN-CANCELLED' },
      });
      expect(told.at(-1)).toMatchObject({ type: 'run.finished', exitCode });
      expect(readdirSync(folder).filter((name) => /^(\.|run\.lock|claim)/.test(name))).toEqual([]);
    },
  );

  it('that is ended at once has its last event in the journal too, and nothing after it', async () => {
    const { run, told, folder } = preflight();
    run.subscribe((event) => {
      if (event.type !== 'check.started') return;
      run.cancel();
      run.cancel();
    });
    run.begin('embedded');
    expect(await run.done).toMatchObject({ verdict: 'incomplete', exitCode: 130 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told.filter(({ type }) => type === 'run.finished')).toHaveLength(1);
    expect(told.at(-1)?.type).toBe('run.finished');
    expect(journalOf(folder)).toEqual(told);
  });

  it('that was never begun ends when its face is left', async () => {
    expect(await preflight().run.end()).toMatchObject({ verdict: 'incomplete', exitCode: 130 });
  });

  it('that has ended stays ended as it did', async () => {
    const { run } = preflight();
    run.begin('embedded');
    const ending = await run.done;
    expect(await run.end()).toBe(ending);
  });

  it('whose folder is taken away ends with a reason, not with a bug', async () => {
    const { run, told, folder } = preflight({
      steps: ['preflight', 'proof'],
      selection: { only: ['models'] },
    });
    run.subscribe((event) => {
      if (event.type === 'step.started' && event.step === 'preflight') renameSync(folder, `${folder}-away`);
    });
    run.begin('embedded');
    const { exitCode, reason } = await run.done;
    expect([exitCode, reason?.id]).toEqual([5, expect.stringMatching(/^(RN|PF)-OUTPUT-/)]);
    expect(told.at(-1)?.type).toBe('run.finished');
  });
});
