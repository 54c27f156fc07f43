import type { Hono } from 'hono';
import { z } from 'zod';
import { requestUuid, timestamp } from '../../contract/fields.ts';
import { ApiError, jsonResponse } from '../http/api-error.ts';
import { readJsonBody } from '../http/json-body.ts';
import { sameText } from '../http/same-text.ts';
import { serviceApp } from '../http/service-app.ts';
import type { EmbeddedStack } from '../process/embedded-stack.ts';
import type { ServiceUnit } from '../process/service-unit.ts';

const logQuery = z.object({
  lines: z
    .string()
    .regex(/^[0-9]{1,6}$/)
    .transform(Number)
    .default(100),
});

/** Body of a clock call: the moment at which the account's clock stops, or null for the wall clock. */
const clockBody = z.strictObject({ at: timestamp.nullable() });

/** What the control listener acts on. */
export interface ControlOptions {
  readonly stack: EmbeddedStack;
  /** Bearer key that every call must bring. */
  readonly controlKey: string;
  /** Tells this start of the stack from every other one. */
  readonly instanceId: string;
  readonly version: string;
  /** Ends the process. */
  readonly shutdown: () => void;
}

/**
 * The control listener's routes, for whoever started the stack: `GET /services`, `POST /services/{id}/start`, `/stop` and
 * `/restart`, `GET /services/{id}/log?lines=N`, `POST /accounts/{id}/clock`, `POST /shutdown`.
 */
export function controlApp(options: ControlOptions): Hono {
  const { stack } = options;
  const app = serviceApp({ log: (line) => stack.logs.add('control', line) });
  app.use(async (c, next) => {
    if (!sameText(c.req.header('authorization') ?? '', `Bearer ${options.controlKey}`)) {
      throw new ApiError('invalid_auth', 'the control key is missing or wrong');
    }
    await next();
  });
  app.get('/services', () =>
    jsonResponse({
      instance_id: options.instanceId,
      version: options.version,
      pid: process.pid,
      services: stack.units.map(description),
    }),
  );
  app.post('/services/:id/start', (c) => changed(unitOf(stack, c.req.param('id')), (unit) => unit.start()));
  app.post('/services/:id/stop', (c) => changed(unitOf(stack, c.req.param('id')), (unit) => unit.stop()));
  app.post('/services/:id/restart', (c) =>
    changed(unitOf(stack, c.req.param('id')), (unit) => unit.restart()),
  );
  app.get('/services/:id/log', (c) => {
    const { definition } = unitOf(stack, c.req.param('id'));
    const query = logQuery.safeParse(c.req.query());
    if (!query.success) throw new ApiError('bad_request', 'lines must be a whole number');
    return jsonResponse({ service: definition.id, lines: stack.logs.tail(definition.id, query.data.lines) });
  });
  app.post('/accounts/:id/clock', async ({ req }) => {
    const account = requestUuid.safeParse(req.param('id'));
    if (!account.success) throw new ApiError('bad_request', 'the account id is not a UUID');
    const { at } = await readJsonBody(req.raw, clockBody);
    if (!stack.clocks.set(account.data, at === null ? undefined : new Date(at))) {
      throw new ApiError('conflict', 'too many accounts have a clock of their own');
    }
    return jsonResponse({ at });
  });
  app.post('/shutdown', () => {
    options.shutdown();
    return jsonResponse({ ok: true }, 202);
  });
  return app;
}

async function changed(unit: ServiceUnit, change: (unit: ServiceUnit) => Promise<void>): Promise<Response> {
  try {
    await change(unit);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    throw new ApiError('backend_unavailable', `${unit.definition.id} could not start: ${reason}`);
  }
  return jsonResponse(description(unit));
}

function unitOf(stack: EmbeddedStack, id: string): ServiceUnit {
  const unit = stack.units.find(({ definition }) => definition.id === id);
  if (unit === undefined) throw new ApiError('not_found', 'no such service');
  return unit;
}

function description(unit: ServiceUnit): object {
  const { state, since, detail, starts } = unit.status;
  return {
    service: unit.definition.id,
    state,
    since: since.toISOString(),
    starts,
    ...(detail === undefined ? {} : { detail }),
  };
}
