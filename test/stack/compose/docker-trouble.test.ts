import { describe, expect, it } from 'vitest';
import { composeCommands } from '../../../src/stack/compose/compose-command.ts';
import { dockerTrouble } from '../../../src/stack/compose/docker-trouble.ts';
import { readEngineAddress } from '../../../src/stack/compose/engine-address.ts';

function idOf(stderr: string, more: { systemCode?: string; timedOut?: boolean } = {}) {
  return dockerTrouble(['compose', 'up'], {
    ok: false,
    exitCode: 1,
    stdout: '',
    stderr,
    systemCode: undefined,
    timedOut: false,
    ...more,
  }).reason.id;
}

describe('what Docker prints when it fails', () => {
  it.each([
    ['Cannot connect to the Docker daemon at unix:///nope. Is the docker daemon running?', 'ST-DOCKER-DOWN'],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar": dial unix /var/run/docker.sock: connect: permission denied',
      'ST-DOCKER-DENIED',
    ],
    ["docker: 'compose' is not a docker command.\nSee 'docker --help'", 'ST-COMPOSE-MISSING'],
    [
      'Error response from daemon: driver failed programming external connectivity: Bind for 127.0.0.1:18999 failed: port is already allocated',
      'ST-PORT-TAKEN',
    ],
    [
      'Error response from daemon: pull access denied for nope, repository does not exist or may require login',
      'ST-IMAGE-MISSING',
    ],
    [
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
      'ST-IMAGE-MISSING',
    ],
    [
      'failed to solve: process "/bin/sh -c exit 1" did not complete successfully: exit code: 1',
      'ST-BUILD-FAILED',
    ],
    ['yaml: line 1: did not find expected node content', 'ST-COMPOSE-INVALID'],
    ['service "a" depends on undefined service "b": invalid compose project', 'ST-COMPOSE-INVALID'],
    ['write /var/lib/docker/x: no space left on device', 'ST-ENGINE-FULL'],
    ['something nobody has seen before', 'ST-COMPOSE-FAILED'],
  ])('%s is %s', (stderr, id) => {
    expect(idOf(stderr)).toBe(id);
  });

  it('tells a missing program and a slow engine by how the command ended', () => {
    expect(idOf('', { systemCode: 'ENOENT' })).toBe('ST-DOCKER-MISSING');
    expect(idOf('', { timedOut: true })).toBe('ST-DOCKER-SLOW');
  });
});

it('does not repeat a secret that Compose repeats', () => {
  const stderr =
    'failed to read .env: line 3: unexpected character in POSTGRES_PASSWORD=hunter2-hunter2-hunter2';
  const { reason } = dockerTrouble(['compose', 'config'], {
    ok: false,
    exitCode: 1,
    stdout: '',
    stderr,
    systemCode: undefined,
    timedOut: false,
  });
  expect(reason.detail).toContain('line 3');
  expect(reason.detail).not.toContain('hunter2');
});

describe('a command of a project', () => {
  const project = {
    checkout: '/src/bus',
    files: ['compose.yaml'],
    envFile: '.env',
    projectName: 'mine',
    activeProfiles: [],
    allProfiles: ['dev-task'],
  };

  it('starts the profiles that were asked for, and looks at all of them', () => {
    const common = ['--project-name', 'mine', '--file', 'compose.yaml', '--env-file', '.env'];
    expect(composeCommands.up(project)).toEqual([
      'compose',
      ...['--progress', 'plain', '--ansi', 'never'],
      ...common,
      ...['up', '--detach', '--build'],
    ]);
    expect(composeCommands.list(project)).toEqual([
      'compose',
      ...common,
      ...['--profile', 'dev-task'],
      ...['ps', '--all', '--format', 'json'],
    ]);
  });
});

describe('the address of an engine', () => {
  it.each(['', 'unix:///var/run/docker.sock', 'npipe:////./pipe/docker_engine', 'tcp://127.0.0.1:2375'])(
    '%j is this machine',
    (address) => {
      expect(readEngineAddress(address)).toEqual({ remote: false });
    },
  );
  it.each([
    ['ssh://me@build.example', { remote: true, hostName: 'build.example', protocol: 'ssh' }],
    ['tcp://10.0.0.5:2376', { remote: true, hostName: '10.0.0.5', protocol: 'tcp' }],
  ])('%s is another', (address, expected) => {
    expect(readEngineAddress(address)).toEqual(expected);
  });
});
