import { describe, expect, it } from 'vitest';
import { recorder, runStarted } from '../../src/screens/gallery/sample-events.ts';
import { requestFrom } from '../../src/steps/absolute-request.ts';
import { reduce } from '../../src/steps/reduce.ts';
import type { RunRequest } from '../../src/steps/run-request.ts';
import { EMPTY_RUN } from '../../src/steps/run-state.ts';
import { stackOfRun } from '../../src/steps/same-stack.ts';

const request: RunRequest = {
  steps: ['proof'],
  selection: {},
  interactive: false,
  assumeYes: false,
  reuseLatest: false,
};

describe('a request that is carried to another folder', () => {
  it('means the files that the operator named where he stood', () => {
    const stack = {
      checkout: '../busdk',
      envFile: 'my.env',
      composeFiles: ['a.yaml', '/etc/b.yaml'],
      caFile: 'ca.pem',
      tokenFiles: { api: 'api.token' },
      projectName: 'mine',
    };
    expect(requestFrom({ ...request, profile: 'own.yaml', signWith: 'id.pub', stack }, '/srv/here')).toEqual({
      ...request,
      profile: '/srv/here/own.yaml',
      signWith: '/srv/here/id.pub',
      stack: {
        checkout: '/srv/busdk',
        envFile: '/srv/here/my.env',
        composeFiles: ['/srv/here/a.yaml', '/etc/b.yaml'],
        caFile: '/srv/here/ca.pem',
        tokenFiles: { api: '/srv/here/api.token' },
        projectName: 'mine',
      },
    });
  });

  it('names a profile of the program by its id still, and adds nothing', () => {
    expect(requestFrom({ ...request, profile: 'local' }, '/srv/here')).toEqual({
      ...request,
      profile: 'local',
    });
  });
});

describe('the commands of a run that goes on in another folder', () => {
  const asked = { profile: 'local', cwd: '/srv/here', stack: { checkout: '../busdk' }, bundle: {} };
  const started = recorder()(0, {
    ...runStarted,
    profile: 'local',
    folder: '/srv/here/bus-setup-runs/20260302T090000Z-1',
    asked,
  });

  it.each([
    ['/srv/here', '../busdk', undefined],
    ['/tmp', '/srv/busdk', '/srv/here/bus-setup-runs/20260302T090000Z-1'],
  ])('can be pasted in %s', (cwd, checkout, output) => {
    const state = reduce({ ...EMPTY_RUN, cwd }, started);
    expect(stackOfRun(state)).toMatchObject({ profile: 'local', stack: { checkout } });
    expect(stackOfRun(state).output).toBe(output);
  });
});
