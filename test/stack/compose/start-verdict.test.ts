import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/stack/compose/containers.ts';
import { baselineOf, StartJudge } from '../../../src/stack/compose/start-verdict.ts';
import type { ServiceStatus } from '../../../src/stack/runtime.ts';

const SERVICES = [
  { id: 'bus-llm', module: 'm', role: 'core' as const, summary: 's' },
  { id: 'agent', module: 'm', role: 'optional' as const, summary: 's' },
];

function container(change: Partial<Container> = {}): Container {
  return {
    id: 'a'.repeat(12),
    service: 'bus-llm',
    state: 'running',
    health: undefined,
    healthOutput: undefined,
    exitCode: 0,
    restarts: 0,
    error: undefined,
    outOfMemory: false,
    startedAt: 't1',
    ports: [],
    image: 'i',
    imageId: undefined,
    ...change,
  };
}

const status = (state: ServiceStatus['state'], service = 'bus-llm'): ServiceStatus => ({ service, state });

describe('a start', () => {
  it('is ready when everything that must run does, and up has ended', () => {
    const judge = new StartJudge(SERVICES, new Map());
    const states = [status('healthy'), status('exited', 'agent')];
    expect(judge.judge(states, [container()], false, 0).verdict).toBe('waiting');
    expect(judge.judge(states, [container()], true, 0).verdict).toBe('ready');
  });

  it('fails on an exit of this start, and not on one of the last', () => {
    const old = container({ state: 'exited', exitCode: 143 });
    const judge = new StartJudge(SERVICES, baselineOf([old]));
    expect(judge.judge([status('exited')], [old], false, 0).verdict).toBe('waiting');
    const again = { ...old, startedAt: 't2' };
    expect(judge.judge([status('exited')], [again], false, 0)).toMatchObject({
      verdict: 'failed',
      reason: 'ST-SERVICE-EXITED',
    });
    expect(judge.judge([status('exited')], [old], true, 0)).toMatchObject({ reason: 'ST-SERVICE-EXITED' });
  });

  it('recognises a crash loop by restarts of this start alone', () => {
    const before = container({ restarts: 5 });
    const judge = new StartJudge(SERVICES, baselineOf([before]));
    const at = (restarts: number) =>
      judge.judge([status('restarting')], [container({ restarts, startedAt: 't2' })], true, 0);
    expect(at(7).verdict).toBe('waiting');
    expect(at(8)).toMatchObject({ verdict: 'failed', reason: 'ST-CRASH-LOOP' });
  });

  it('gives a failing health check time to recover, and no more', () => {
    const judge = new StartJudge(SERVICES, new Map());
    const at = (state: ServiceStatus['state'], now: number) =>
      judge.judge([status(state)], [container()], true, now);
    expect(at('unhealthy', 0).verdict).toBe('waiting');
    expect(at('healthy', 9_000).verdict).toBe('ready');
    expect(at('unhealthy', 9_500).verdict).toBe('waiting');
    expect(at('unhealthy', 15_000).verdict).toBe('waiting');
    expect(at('unhealthy', 19_500)).toMatchObject({ reason: 'ST-SERVICE-UNHEALTHY' });
  });

  it('says what is awaited', () => {
    const judge = new StartJudge(SERVICES, new Map());
    const waiting = { service: 'bus-llm', state: 'starting' as const, detail: 'GET /v1/models answers 502' };
    expect(judge.judge([waiting], [container()], true, 0)).toEqual({
      verdict: 'waiting',
      awaited: [waiting],
    });
  });
});
