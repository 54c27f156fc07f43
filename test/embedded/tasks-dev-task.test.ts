import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  devTaskClaimedPayload,
  devTaskEndedPayload,
  devTaskMessagePayload,
  devTaskRunningPayload,
} from '../../src/contract/tasks.ts';
import { taskCommand } from '../../src/embedded/services/bus-integration-task/task-command.ts';
import { eventsSoFar, publish, untilEvent } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded } from './embedded-process.ts';

const PROMPT = 'Show the Codex CLI version.';
const STAGES = ['claimed', 'running', 'message', 'done', 'failed'] as const;

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

let group = 0;
const newRef = () => `bus-dev#${++group}.1`;
const open = (on: EmbeddedProcess, work_ref: string, fields: Record<string, unknown> = {}) =>
  publish(
    on,
    'bus.dev.task.open',
    { work_ref, recipient: 'bus-dev', text: PROMPT, source: 'test', status: 'open', ...fields },
    work_ref,
  );
const ended = (on: EmbeddedProcess, ref: string, end: 'done' | 'failed' = 'done') =>
  untilEvent(on, `bus.dev.task.${end}`, ({ payload }) => payload.work_ref === ref);
const told = async (on: EmbeddedProcess, ref: string) => {
  const events = await Promise.all(STAGES.map((stage) => eventsSoFar(on, `bus.dev.task.${stage}`)));
  return events
    .flat()
    .filter(({ payload }) => payload.work_ref === ref)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

describe('a dev task', () => {
  it('is claimed, run, reported and done, in this order', async () => {
    const ref = newRef();
    await open(stack, ref);
    await ended(stack, ref);
    const events = await told(stack, ref);
    expect(events.map(({ name }) => name)).toEqual([
      'bus.dev.task.claimed',
      'bus.dev.task.running',
      'bus.dev.task.message',
      'bus.dev.task.done',
    ]);
    const [claimed, running, message, done] = events.map(({ payload }) => payload);
    expect(devTaskClaimedPayload.parse(claimed)).toMatchObject({
      recipient: 'bus-dev',
      source: 'bus-integration-task',
    });
    devTaskRunningPayload.parse(running);
    expect(devTaskMessagePayload.parse(message).text).toMatch(/^codex-cli \S+ .*static/);
    expect(devTaskEndedPayload.parse(done)).toMatchObject({ status: 'done', exit_code: 0 });
    expect(new Set(events.map(({ correlationId }) => correlationId))).toEqual(new Set([ref]));
  });

  it('has one claim, however often it is opened, also after a restart', async () => {
    const ref = newRef();
    await Promise.all([open(stack, ref), open(stack, ref), open(stack, ref)]);
    await ended(stack, ref);
    await stack.control('POST', '/services/bus-integration-task/restart');
    await open(stack, ref);
    const after = newRef();
    await open(stack, after);
    await ended(stack, after);
    expect((await told(stack, ref)).map(({ name }) => name.split('.').at(-1))).toEqual([
      'claimed',
      'running',
      'message',
      'done',
    ]);
  });

  it('for somebody else, or malformed, is left alone', async () => {
    const [foreign, malformed, next] = [newRef(), newRef(), newRef()];
    await open(stack, foreign, { recipient: 'bus-other' });
    await open(stack, malformed, { text: '' });
    await open(stack, next);
    await ended(stack, next);
    expect(await told(stack, foreign)).toEqual([]);
    expect(await told(stack, malformed)).toEqual([]);
  });

  it('that was opened while the worker was stopped is worked off later', async () => {
    await stack.control('POST', '/services/bus-integration-task/stop');
    const ref = newRef();
    await open(stack, ref);
    await stack.control('POST', '/services/bus-integration-task/start');
    expect((await ended(stack, ref)).payload).toMatchObject({ status: 'done' });
  });

  it('in hand when the stack loses power goes on with the next start, without a second claim', async () => {
    const first = await startEmbedded();
    const ref = newRef();
    await first.control('POST', '/services/bus-docker/stop');
    await open(first, ref);
    await untilEvent(first, 'bus.dev.task.running', ({ payload }) => payload.work_ref === ref);
    await expect.poll(async () => (await eventsSoFar(first, 'bus.containers.run.request')).length).toBe(1);
    await first.kill();
    const second = await startEmbedded({ dataFolder: first.dataFolder });
    try {
      await ended(second, ref);
      const claims = (await told(second, ref)).filter(({ name }) => name === 'bus.dev.task.claimed');
      expect(claims).toHaveLength(1);
    } finally {
      await second.end();
      await first.end();
    }
  });

  it('whose command fails is failed, with the reason', async () => {
    const failing = await startEmbedded({
      env: { BUS_DEV_TASK_COMMAND_JSON: '["codex","exec","{prompt}"]' },
    });
    try {
      const ref = newRef();
      await open(failing, ref);
      expect((await ended(failing, ref, 'failed')).payload).toMatchObject({
        status: 'failed',
        exit_code: 127,
        text: expect.stringContaining('static runner'),
      });
    } finally {
      await failing.end();
    }
  });
});

describe('the command of a task', () => {
  it('takes the task into its words and never grows by it', () => {
    const task = {
      workRef: 'bus-dev#1.1',
      recipient: 'bus-dev',
      text: 'x --rm "{recipient}"',
      module: undefined,
      correlationId: undefined,
      begun: false,
    };
    expect(taskCommand(['codex', '{prompt}', '{work_ref}:{module}', '{other}'], task)).toEqual([
      'codex',
      'x --rm "{recipient}"',
      'bus-dev#1.1:',
      '{other}',
    ]);
  });
});
