import type { Scope } from './tokens.ts';

/** The scopes an event name asks for: one to publish it, one to stream it. */
export interface EventAccess {
  readonly publish: Scope;
  readonly stream: Scope;
}

/** One row of the access table: a name, or the dotted prefix of a family. */
export interface EventAccessRow extends EventAccess {
  /**
   * Covers the name itself and every name below it (`bus.usage.record` covers `bus.usage.record.request`).
   */
  readonly name: string;
  /** True when no page states the row and it closes a protected namespace against names nobody listed. */
  readonly assumed?: true;
}

/** What a name outside every protected namespace asks for. */
export const UNPROTECTED_ACCESS: EventAccess = { publish: 'events:send', stream: 'events:listen' };

/**
 * The Events page's access table. The longest matching row counts. Bare namespaces (`bus.billing`) are there
 * so that an unlisted name in a protected namespace needs the namespace's strongest scope instead of
 * `events:*`.
 */
export const EVENT_ACCESS: readonly EventAccessRow[] = [
  both('bus.usage.record', 'usage:write'),
  both('bus.usage.list', 'usage:read'),
  both('bus.usage.delete', 'usage:delete'),
  assumed('bus.usage', 'usage:delete'),

  both('bus.billing.status', 'billing:read'),
  both('bus.billing.portal_session', 'billing:read'),
  both('bus.billing.checkout_session', 'billing:setup'),
  both('bus.billing.entitlement.check', 'billing:entitlement:check'),
  both('bus.billing.subscription', 'billing:subscription:write'),
  both('bus.billing.usage.export', 'billing:usage:export'),
  assumed('bus.billing', 'billing:provider'),
  both('bus.stripe', 'billing:provider'),

  both('bus.vm.status', 'vm:read'),
  both('bus.vm', 'vm:write'),
  both('bus.llm', 'llm:proxy'),

  ...containerRows('bus.containers'),
  ...containerRows('bus.docker'),
  both('bus.ssh', 'ssh:run'),

  both('bus.cloud.plan', 'cloud:read'),
  both('bus.cloud.status', 'cloud:read'),
  both('bus.cloud.apply', 'cloud:write'),
  both('bus.cloud', 'cloud:destroy'),
  both('bus.database.plan', 'database:read'),
  both('bus.database.status', 'database:read'),
  both('bus.database.verify', 'database:read'),
  both('bus.database', 'database:admin'),
  both('bus.node.status', 'node:read'),
  both('bus.node.verify', 'node:read'),
  both('bus.node', 'node:admin'),
  both('bus.inference.status', 'inference:read'),
  both('bus.inference.verify', 'inference:read'),
  both('bus.inference', 'inference:admin'),

  ...family('bus.task', 'task:read', {
    'task:send': ['created', 'create', 'reopened'],
    'task:claim': ['claimed'],
    'task:reply': [
      'running',
      'message',
      'approval.requested',
      'done',
      'failed',
      'blocked',
      'canceled',
      'error',
      'status',
    ],
    'task:read': ['list'],
  }),
  { name: 'bus.task', publish: 'task:admin', stream: 'task:read' },

  ...family('bus.workers', 'workers:read', {
    'workers:read': ['list', 'status'],
    'workers:write': ['create'],
    'workers:control': ['pause', 'resume', 'assign', 'stop', 'message'],
  }),
  { name: 'bus.workers', publish: 'workers:admin', stream: 'workers:read' },

  ...family('bus.work', 'work:read', {
    'work:claim': ['claimed'],
    'work:reply': ['running', 'message', 'approval.requested', 'done', 'failed', 'blocked', 'canceled'],
  }),
  { name: 'bus.work', publish: 'work:send', stream: 'work:read' },

  ...family('bus.dev.task', 'dev:task:read', {
    'dev:task:claim': ['claimed'],
    'dev:task:reply': ['running', 'message', 'approval.requested', 'done', 'failed', 'blocked', 'canceled'],
  }),
  { name: 'bus.dev.task', publish: 'dev:task:send', stream: 'dev:task:read' },
];

const ROW_BY_NAME: ReadonlyMap<string, EventAccessRow> = new Map(EVENT_ACCESS.map((row) => [row.name, row]));

/**
 * Gives the scopes an event name asks for, always on the `ai.hg.fi/api` audience.
 * @param name a full event name, e.g. `bus.usage.record.request`
 * @returns the longest matching row, or the `events:send` / `events:listen` pair for an unprotected name
 */
export function eventAccess(name: string): EventAccess {
  for (let prefix = name; prefix !== ''; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('.'), 0))) {
    const row = ROW_BY_NAME.get(prefix);
    if (row !== undefined) return { publish: row.publish, stream: row.stream };
  }
  return UNPROTECTED_ACCESS;
}

function both(name: string, scope: Scope): EventAccessRow {
  return { name, publish: scope, stream: scope };
}

function assumed(name: string, scope: Scope): EventAccessRow {
  return { ...both(name, scope), assumed: true };
}

function containerRows(prefix: string): readonly EventAccessRow[] {
  return [
    both(`${prefix}.status`, 'container:read'),
    both(`${prefix}.run`, 'container:run'),
    both(`${prefix}.input`, 'container:run'),
    both(`${prefix}.delete`, 'container:delete'),
    both(`${prefix}.runner`, 'container:admin'),
    assumed(prefix, 'container:admin'),
  ];
}

function family(
  prefix: string,
  stream: Scope,
  publish: Partial<Record<Scope, readonly string[]>>,
): readonly EventAccessRow[] {
  return Object.entries(publish).flatMap(([scope, names]) =>
    names.map((name) => ({ name: `${prefix}.${name}`, publish: scope as Scope, stream })),
  );
}
