import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containerRunResult, containersStatusResponse } from '../../src/contract/containers.ts';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';
import { eventsSoFar, restart } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

const RUNS = '/api/v1/containers/runs';
const RUNNER = '/api/internal/containers/runner';

let stack: EmbeddedProcess;
let token: string;
beforeAll(async () => {
  stack = await startEmbedded();
  token = await testToken();
});
afterAll(() => stack.end());

const run = (json: unknown, as = token) => stack.call(RUNS, { token: as, json });
const finished = async (json: unknown) => containerRunResult.parse(await (await run(json)).json());
const listed = async (as = token) =>
  containersStatusResponse.parse(await (await stack.call('/api/v1/containers/status', { token: as })).json())
    .items;

describe('a run', () => {
  it('of the smoke test prints OK and names the static runtime', async () => {
    const response = await run({
      profile: 'codex',
      command: ['sh', '-lc', 'printf OK'],
      timeout_seconds: 60,
    });
    const body = await response.json();
    expect([response.status, containerRunResult.parse(body)]).toEqual([200, body]);
    expect(body).toMatchObject({
      owner_identity_id: LOCAL_ACCOUNT_ID,
      image: 'bus-local-codex:dev',
      args: ['sh', '-lc', 'printf OK'],
      exit_code: 0,
      stdout: 'OK',
      stderr: '',
      runtime: 'static',
      runner_name: 'static',
    });
  });

  it('goes through the router to the container backend', async () => {
    const before = (await eventsSoFar(stack, 'bus.docker.run.request')).length;
    await run({ image: 'alpine', args: ['true'] });
    const asked = await eventsSoFar(stack, 'bus.docker.run.request');
    expect(asked).toHaveLength(before + 1);
    expect(asked.at(-1)?.payload).toMatchObject({
      owner_identity_id: LOCAL_ACCOUNT_ID,
      image: 'alpine',
      command: ['true'],
    });
  });

  it('is listed, survives a restart of its backend, and is deleted once', async () => {
    const { run_id } = await finished({ image: 'alpine', command: ['false'] });
    await restart(stack, 'bus-docker');
    await restart(stack, 'bus-container-router');
    expect((await listed()).find(({ id }) => id === run_id)).toMatchObject({
      state: 'exited',
      owner_identity_id: LOCAL_ACCOUNT_ID,
      details: { image: 'alpine', exit_code: 1, runtime: 'static' },
    });
    const remove = () => stack.call(`${RUNS}/${run_id}`, { method: 'DELETE', token });
    expect(await (await remove()).json()).toEqual({
      deleted: true,
      run_id,
      owner_identity_id: LOCAL_ACCOUNT_ID,
    });
    expect((await listed()).some(({ id }) => id === run_id)).toBe(false);
    const again = await remove();
    expect([again.status, await again.json()]).toMatchObject([404, { error: { type: 'not_found' } }]);
  });

  it('of somebody else is neither listed nor deleted', async () => {
    const { run_id } = await finished({ image: 'alpine', command: ['true'] });
    const stranger = await testToken({ subject: crypto.randomUUID() });
    expect(await listed(stranger)).toEqual([]);
    expect((await stack.call(`${RUNS}/${run_id}`, { method: 'DELETE', token: stranger })).status).toBe(404);
    expect((await listed()).some(({ id }) => id === run_id)).toBe(true);
  });

  it.each([
    ['neither profile nor image', '{"command":["true"]}'],
    ['an unknown profile', '{"profile":"vm","command":["true"]}'],
    ['an unknown field', '{"image":"alpine","owner_identity_id":"x"}'],
    ['a command as text', '{"image":"alpine","command":"true"}'],
    ['a time limit below zero', '{"image":"alpine","timeout_seconds":-1}'],
    ['trailing data', '{"image":"alpine"} x'],
    ['no JSON', 'image=alpine'],
  ])('with %s is refused', async (_what, body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await stack.call(RUNS, { method: 'POST', token, headers, body });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { type: 'bad_request' } }]);
  });
});

describe('the runner', () => {
  it('is started and deleted by the internal audience', async () => {
    const internal = await testToken({ audience: 'internal', scopes: ['container:admin'] });
    const call = async (method: string) => {
      const response = await stack.call(RUNNER, { method, token: internal });
      return [response.status, await response.json()];
    };
    const status = (state: string) => [
      200,
      { status: { state, provider: 'static', details: { docker: false } } },
    ];
    expect(await call('GET')).toEqual(status('ready'));
    expect(await call('DELETE')).toEqual([200, { deleted: true }]);
    await restart(stack, 'bus-docker');
    expect(await call('GET')).toEqual(status('stopped'));
    expect(await call('POST')).toEqual([202, { accepted: true, action: 'start' }]);
    expect(await call('GET')).toEqual(status('ready'));
  });
});

describe('access', () => {
  it.each([
    ['GET', '/api/v1/containers/status', 'api', 'container:read', 200],
    ['POST', RUNS, 'api', 'container:run', 400],
    ['DELETE', `${RUNS}/run-x`, 'api', 'container:delete', 404],
    ['GET', RUNNER, 'internal', 'container:admin', 200],
    ['POST', RUNNER, 'internal', 'container:admin', 202],
    ['DELETE', RUNNER, 'internal', 'container:admin', 200],
  ] as const)(
    'to %s %s needs audience %s and %s, and 401 is every refusal',
    async (method, path, audience, scope, success) => {
      const status = async (as?: string) =>
        (await stack.call(path, { method, ...(as ? { token: as } : {}) })).status;
      const foreign = audience === 'api' ? 'internal' : 'api';
      expect(await status()).toBe(401);
      expect(await status(await testToken({ audience: foreign, scopes: [scope] }))).toBe(401);
      expect(await status(await testToken({ audience, scopes: ['vm:read'] }))).toBe(401);
      expect(await status(await testToken({ audience, scopes: [scope] }))).toBe(success);
    },
  );

  it('with billing enforced needs the feature', async () => {
    const enforcing = await startEmbedded({ env: { BUS_CONTAINERS_BILLING_BACKEND: 'events' } });
    try {
      const response = await enforcing.call(RUNS, { token, json: { image: 'alpine', command: ['true'] } });
      expect([response.status, await response.json()]).toMatchObject([
        402,
        { error: { type: 'billing_required', command: 'bus billing setup', action: 'setup_billing' } },
      ]);
      expect(await eventsSoFar(enforcing, 'bus.containers.run.request')).toEqual([]);
    } finally {
      await enforcing.end();
    }
  });
});
