import { describe, expect, it } from 'vitest';
import { EVENT_ACCESS, eventAccess } from '../../src/contract/event-access.ts';
import * as names from '../../src/contract/event-names.ts';
import { eventName } from '../../src/contract/events.ts';
import { DEFAULT_LOCAL_TOKEN_SCOPES, SCOPES } from '../../src/contract/tokens.ts';

describe('eventAccess', () => {
  it.each([
    ['example.ping', 'events:send', 'events:listen'],
    ['bus.podman.run.request', 'events:send', 'events:listen'],
    ['bus.services.anything', 'events:send', 'events:listen'],
    ['bus.usage.record.request', 'usage:write', 'usage:write'],
    ['bus.usage.record.response', 'usage:write', 'usage:write'],
    ['bus.usage.list.request', 'usage:read', 'usage:read'],
    ['bus.usage.delete.response', 'usage:delete', 'usage:delete'],
    ['bus.billing.status.request', 'billing:read', 'billing:read'],
    ['bus.billing.portal_session.request', 'billing:read', 'billing:read'],
    ['bus.billing.checkout_session.request', 'billing:setup', 'billing:setup'],
    ['bus.billing.entitlement.check.request', 'billing:entitlement:check', 'billing:entitlement:check'],
    ['bus.billing.subscription.update', 'billing:subscription:write', 'billing:subscription:write'],
    ['bus.billing.subscription.result', 'billing:subscription:write', 'billing:subscription:write'],
    ['bus.billing.usage.export.request', 'billing:usage:export', 'billing:usage:export'],
    ['bus.stripe.meter_event.record.request', 'billing:provider', 'billing:provider'],
    ['bus.vm.status.request', 'vm:read', 'vm:read'],
    ['bus.vm.start.request', 'vm:write', 'vm:write'],
    ['bus.llm.chat.completions.response', 'llm:proxy', 'llm:proxy'],
    ['bus.containers.status.request', 'container:read', 'container:read'],
    ['bus.containers.input.request', 'container:run', 'container:run'],
    ['bus.docker.run.request', 'container:run', 'container:run'],
    ['bus.docker.runner.delete.response', 'container:admin', 'container:admin'],
    ['bus.ssh.script.run.request', 'ssh:run', 'ssh:run'],
    ['bus.cloud.apply.request', 'cloud:write', 'cloud:write'],
    ['bus.cloud.destroy.request', 'cloud:destroy', 'cloud:destroy'],
    ['bus.database.verify.request', 'database:read', 'database:read'],
    ['bus.node.harden.request', 'node:admin', 'node:admin'],
    ['bus.inference.model.ensure.request', 'inference:admin', 'inference:admin'],
    ['bus.task.created', 'task:send', 'task:read'],
    ['bus.task.done', 'task:reply', 'task:read'],
    ['bus.task.supervisor.health', 'task:admin', 'task:read'],
    ['bus.workers.create.request', 'workers:write', 'workers:read'],
    ['bus.workers.pause.request', 'workers:control', 'workers:read'],
    ['bus.workers.status.snapshot', 'workers:read', 'workers:read'],
    ['bus.work.claimed', 'work:claim', 'work:read'],
    ['bus.dev.task.open', 'dev:task:send', 'dev:task:read'],
    ['bus.dev.task.claimed', 'dev:task:claim', 'dev:task:read'],
    ['bus.dev.task.done', 'dev:task:reply', 'dev:task:read'],
  ])('%s: %s to publish, %s to stream', (name, publish, stream) => {
    expect(eventAccess(name)).toEqual({ publish, stream });
  });

  it('matches whole words of a name, not beginnings of words', () => {
    expect(eventAccess('bus.usagex.record')).toEqual({ publish: 'events:send', stream: 'events:listen' });
    expect(eventAccess('bus.workersx').publish).toBe('events:send');
    expect(eventAccess('bus.vm.statusx.request').publish).toBe('vm:write');
    expect(eventAccess('xbus.usage.record').publish).toBe('events:send');
  });

  it.each([
    'bus.usage.reset',
    'bus.billing.catalog.request',
    'bus.vm.destroy.request',
    'bus.containers.exec.request',
    'bus.docker',
    'bus.ssh.key.request',
    'bus.cloud.secret.request',
    'bus.task.unheard.of',
    'bus.workers.unheard.of',
    'bus.dev.task.unheard.of',
  ])('does not open the unlisted %s to events:send', (name) => {
    const { publish, stream } = eventAccess(name);
    expect(publish).not.toBe('events:send');
    expect(stream).not.toBe('events:listen');
  });

  it('has each row once, each with known scopes', () => {
    const rows = EVENT_ACCESS.map((row) => row.name);
    expect(new Set(rows).size).toBe(rows.length);
    for (const row of EVENT_ACCESS) {
      expect(SCOPES).toContain(row.publish);
      expect(SCOPES).toContain(row.stream);
    }
  });

  it('covers every event of the compose stack with what the local token holds', () => {
    const all = Object.values(names)
      .flatMap((family) => (typeof family === 'string' ? [family] : Object.values(family)))
      .filter((name) => typeof name === 'string');
    expect(all.length).toBeGreaterThan(70);
    for (const name of all) {
      expect(eventName.safeParse(name).success).toBe(true);
      expect(DEFAULT_LOCAL_TOKEN_SCOPES).toContain(eventAccess(name).publish);
      expect(DEFAULT_LOCAL_TOKEN_SCOPES).toContain(eventAccess(name).stream);
    }
  });
});
