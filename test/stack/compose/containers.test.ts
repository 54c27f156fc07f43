import { describe, expect, it } from 'vitest';
import { describeContainers, readContainerList } from '../../../src/stack/compose/containers.ts';
import { serviceStates } from '../../../src/stack/compose/service-states.ts';

const ID = 'a'.repeat(12);
const GATEWAY = {
  ID,
  Service: 'nginx',
  State: 'running',
  Health: '',
  ExitCode: 0,
  Publishers: [{ URL: '127.0.0.1', TargetPort: 8080, PublishedPort: 18080, Protocol: 'tcp' }],
};
const WORKER = {
  ID: 'b'.repeat(12),
  Service: 'bus-llm',
  State: 'exited',
  Health: null,
  ExitCode: 3,
  Publishers: null,
};

describe('docker compose ps', () => {
  it.each([
    ['one array, as up to Compose 2.20', JSON.stringify([GATEWAY, WORKER])],
    ['one object a line, as since', `${JSON.stringify(GATEWAY)}\n${JSON.stringify(WORKER)}\n`],
  ])('is read as %s', (_, answer) => {
    const containers = describeContainers(readContainerList(answer), '[]');
    expect(containers.map(({ service, state, exitCode }) => [service, state, exitCode])).toEqual([
      ['nginx', 'running', 0],
      ['bus-llm', 'exited', 3],
    ]);
    expect(containers[0]?.ports).toEqual([{ address: '127.0.0.1', target: 8080, published: 18080 }]);
  });

  it.each(['', '\n', '[]', 'null\n'.slice(4)])('of a project without containers is empty (%j)', (answer) => {
    expect(readContainerList(answer)).toEqual([]);
  });

  it.each(['no json', '{"ID":"x"}', '[{"Service":"a"}]', '{"ID":"../../etc","Service":"a","State":"b"}'])(
    'of another shape is refused (%s)',
    (answer) => {
      expect(() => readContainerList(answer)).toThrow(/ST-COMPOSE-FAILED/);
    },
  );
});

/** The answer of `docker inspect` for one container. */
function inspection(state: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  return JSON.stringify([{ Id: ID.padEnd(64, 'a'), State: { Status: 'running', ...state }, ...more }]);
}

function stateWith(state: Record<string, unknown>, more: Record<string, unknown> = {}, oneShot = false) {
  const containers = describeContainers([GATEWAY], inspection(state, more));
  const profile = { id: 'nginx', module: 'm', role: 'core' as const, summary: 's', oneShot };
  const config = { project: 'p', services: [{ id: 'nginx', image: 'i', built: false }], ...EMPTY };
  return serviceStates([profile], config, containers)[0];
}

const EMPTY = { ports: [], mounts: [], unconfined: [], sshOffers: [] };

describe('the state of a service', () => {
  it('says the last health output, and nothing that moves the cursor', () => {
    const Log = [{ Output: 'first' }, { Output: '\u001b[2Jno\ngood\u0007' }];
    expect(stateWith({ Health: { Status: 'unhealthy', Log } })).toEqual({
      service: 'nginx',
      state: 'unhealthy',
      detail: '[2Jno good',
    });
  });

  it.each([
    [{ Status: 'exited', ExitCode: 0 }, true, { state: 'done' }],
    [{ Status: 'exited', ExitCode: 0 }, false, { state: 'exited', detail: 'exit code 0' }],
    [{ Status: 'exited', ExitCode: 1 }, true, { state: 'exited', detail: 'exit code 1' }],
    [
      { Status: 'exited', ExitCode: 137, OOMKilled: true },
      false,
      { state: 'exited', detail: 'exit code 137, out of memory' },
    ],
    [{ Status: 'created' }, false, { state: 'creating' }],
    [{ Status: 'paused' }, false, { state: 'unhealthy', detail: 'paused' }],
    [{ Health: { Status: 'healthy' } }, false, { state: 'healthy' }],
  ])('%j, one-shot %s', (state, oneShot, expected) => {
    expect(stateWith(state, {}, oneShot)).toEqual({ service: 'nginx', ...expected });
  });

  it('counts the restarts of a container that ends again and again', () => {
    expect(stateWith({ Status: 'restarting', ExitCode: 4 }, { RestartCount: 7 })).toMatchObject({
      state: 'restarting',
      detail: 'exit code 4, restarted 7 times',
    });
  });

  it('leaves containers of docker compose run out', () => {
    const more = { Config: { Labels: { 'com.docker.compose.oneoff': 'True' } } };
    expect(stateWith({}, more)).toMatchObject({ state: 'absent' });
  });

  it('is skipped for a service whose compose profile is off', () => {
    const profile = {
      id: 'agent',
      module: 'm',
      role: 'optional' as const,
      summary: 's',
      composeProfile: 'dev-task',
    };
    expect(serviceStates([profile], { project: 'p', services: [], ...EMPTY }, [])).toEqual([
      { service: 'agent', state: 'skipped', detail: 'started with --compose-profile dev-task' },
    ]);
  });
});
