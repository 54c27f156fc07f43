import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/stack/compose/containers.ts';
import { StaleGateway } from '../../../src/stack/compose/stale-gateway.ts';

function container(service: string, startedAt: string): Container {
  return { id: service, service, state: 'running', exitCode: 0, startedAt, restarts: 0 } as Container;
}

const GATEWAY = container('nginx', '2026-01-01T10:00:00.5Z');
const OLDER = container('bus-vm', '2026-01-01T10:00:00.25Z');
const YOUNGER = container('bus-vm', '2026-01-01T10:00:00.75Z');
const missed = (service: string) => [{ service, answers: false, seen: 'answers 502' }];

describe('a gateway that may know an old address', () => {
  it('is restarted after a while, and then after longer and longer whiles', () => {
    const stale = new StaleGateway('nginx');
    const view = { containers: [GATEWAY, YOUNGER], answers: missed('bus-vm') };
    const due = Array.from({ length: 80 }, (_, second) => second).filter((second) =>
      stale.isDue(view, second * 1000),
    );
    expect(due).toEqual([10, 30, 70]);
  });

  it('is left alone when the service was there first, answers, or does not run', () => {
    const stale = new StaleGateway('nginx');
    const never = (view: Parameters<StaleGateway['isDue']>[0]) =>
      [0, 60_000, 600_000].some((now) => stale.isDue(view, now));
    expect(never({ containers: [GATEWAY, OLDER], answers: missed('bus-vm') })).toBe(false);
    expect(never({ containers: [GATEWAY, YOUNGER], answers: [] })).toBe(false);
    expect(never({ containers: [GATEWAY], answers: missed('bus-vm') })).toBe(false);
    expect(never({ containers: [YOUNGER], answers: missed('bus-vm') })).toBe(false);
  });
});
