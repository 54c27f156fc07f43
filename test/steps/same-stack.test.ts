import { describe, expect, it } from 'vitest';
import { reason } from '../../src/reasons/catalog.ts';
import { fold, recorder, runStarted } from '../../src/screens/gallery/sample-events.ts';
import { onSameStack, programName } from '../../src/stack/named-stack.ts';
import type { RunState } from '../../src/steps/run-state.ts';
import { asTold, stackOfRun } from '../../src/steps/same-stack.ts';

const ASKED = { profile: 'local', cwd: '/srv', bundle: {} };

/** The state of a run that was started with these facts and flags. */
function started(
  facts: Partial<typeof runStarted>,
  stack: NonNullable<(typeof runStarted)['asked']>['stack'] = {},
): RunState {
  return fold([recorder()(0, { ...runStarted, ...facts, asked: { ...ASKED, stack } })]);
}

const elsewhere = started({ folder: '/tmp/x' });

describe('a command of a reason', () => {
  it.each([
    ['bus-setup', 'bus-setup --output /tmp/x'],
    ['bus-setup status', 'bus-setup status --output /tmp/x'],
    ['bus-setup logs bus-llm', 'bus-setup logs bus-llm --output /tmp/x'],
    [
      'ask again with bus-setup proof --only live-codex',
      'ask again with bus-setup proof --output /tmp/x --only live-codex',
    ],
    [
      'bus-setup stop, then bus-setup start',
      'bus-setup stop --output /tmp/x, then bus-setup start --output /tmp/x',
    ],
    ['raise the limit, then bus-setup --resume', 'raise the limit, then bus-setup --output /tmp/x --resume'],
    ['bus-setup routes --checkout DIR', 'bus-setup routes --checkout DIR'],
    ['the output of bus-setup --version', 'the output of bus-setup --version'],
    [
      'run it on another: bus-setup proof --profile embedded',
      'run it on another: bus-setup proof --profile embedded',
    ],
    ['held by bus-setup-stack, see bus-setup-runs/x', 'held by bus-setup-stack, see bus-setup-runs/x'],
  ])('%s is about the folder of the run', (text, expected) => {
    expect(onSameStack(text, stackOfRun(elsewhere))).toBe(expected);
  });

  it('is about the checkout, the address and the tokens that were given', () => {
    const local = started({ profile: 'local' }, { checkout: '../bus dk', composeProfiles: ['dev-task'] });
    expect(onSameStack('bus-setup status', stackOfRun(local))).toBe(
      "bus-setup status --profile local --checkout '../bus dk' --compose-profile dev-task",
    );
    const hosted = started(
      { profile: 'hosted' },
      { url: 'https://ai.example', tokenFiles: { api: 'api.token' } },
    );
    expect(onSameStack('bus-setup proof', stackOfRun(hosted))).toBe(
      'bus-setup proof --profile hosted --url https://ai.example --api-token-file api.token',
    );
  });

  it('is called as the program was', () => {
    const program = programName({ npm_lifecycle_event: 'start' });
    expect(
      onSameStack('bus-setup start, then bus-setup preflight', stackOfRun({ ...started({}), program })),
    ).toBe('npm start -- start, then npm start -- preflight');
    expect(onSameStack('held by bus-setup-stack', { program })).toBe('held by bus-setup-stack');
    expect(programName({ npm_lifecycle_event: 'test' })).toBe('bus-setup');
  });

  it('is told in events as it is in the state', () => {
    const event = recorder()(1, {
      type: 'step.finished',
      step: 'start',
      status: 'failed',
      duration: 1,
      reason: reason('ST-NOT-RUNNING'),
    });
    expect(asTold(event, elsewhere)).toMatchObject({
      reason: { next: expect.stringContaining('--output /tmp/x') },
    });
  });
});
