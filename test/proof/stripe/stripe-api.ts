import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the API answers, beside doing its work. */
export type StripeBehaviour =
  /** does its work */
  | { readonly kind: 'well' }
  /** refuses with this status and an error of Stripe's shape, so often; then it does its work */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly type?: string;
      readonly code?: string;
      readonly times?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** does its work and says that it was in live mode: of the balance, or of sessions only */
  | { readonly kind: 'livemode'; readonly of: 'all' | 'sessions' }
  /** answers 200 with this body and type */
  | { readonly kind: 'body'; readonly body: string; readonly type?: string; readonly status?: number }
  /** forgets idempotency keys */
  | { readonly kind: 'forgetful' }
  /** drops what it was told about the account */
  | { readonly kind: 'stranger' }
  /** never answers */
  | { readonly kind: 'silent' }
  /** closes the connection */
  | { readonly kind: 'hang-up' };

/** What came with one request; the key only as whether it was the right one. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorized: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

/** Words of the provider that must never be passed on. */
export const RAW_STRIPE_ERROR = 'raw words of Stripe about sk_test_****';

/** The Stripe API on loopback, as far as the proof uses it. */
export interface StripeApi {
  /** Origin, without a slash at the end. */
  readonly url: string;
  behaviour: StripeBehaviour;
  readonly requests: SeenRequest[];
  /** Sessions by id. */
  readonly sessions: ReadonlyMap<string, Session>;
  close(): Promise<void>;
}

interface Session {
  readonly id: string;
  status: 'open' | 'expired';
  readonly form: Readonly<Record<string, string>>;
}

/**
 * Starts one on a free port.
 * @param key the only key that it takes, test or live
 * @param prices ids of the prices that there are
 */
export async function startStripeApi(key: string, prices: readonly string[] = []): Promise<StripeApi> {
  const sessions = new Map<string, Session>();
  const byIdempotencyKey = new Map<string, { readonly form: string; readonly id: string }>();
  const requests: SeenRequest[] = [];
  let refusals = 0;
  let lastBehaviour: StripeBehaviour | undefined;

  const shown = (session: Session) => ({
    id: session.id,
    object: 'checkout.session',
    livemode: api.behaviour.kind === 'livemode',
    status: session.status,
    mode: session.form.mode,
    client_reference_id: api.behaviour.kind === 'stranger' ? null : session.form.client_reference_id,
    metadata: membersOf(session.form, 'metadata'),
    url: session.status === 'open' ? `https://checkout.stripe.com/c/pay/${session.id}` : null,
  });

  const create = (form: Readonly<Record<string, string>>, idempotencyKey: string | undefined) => {
    const text = JSON.stringify(form);
    const known = idempotencyKey === undefined ? undefined : byIdempotencyKey.get(idempotencyKey);
    if (known !== undefined && api.behaviour.kind !== 'forgetful') {
      if (known.form !== text) return refusal(400, 'idempotency_error');
      return { status: 200, body: shown(sessions.get(known.id) ?? { id: known.id, status: 'open', form }) };
    }
    if (form.mode !== 'setup' && form.mode !== 'subscription' && form.mode !== 'payment') {
      return refusal(400, 'invalid_request_error', 'parameter_missing');
    }
    if (form.mode === 'setup' && form.currency === undefined) {
      return refusal(400, 'invalid_request_error', 'parameter_missing');
    }
    if (form.mode !== 'setup' && !prices.includes(form['line_items[0][price]'] ?? '')) {
      return refusal(400, 'invalid_request_error', 'resource_missing');
    }
    const session: Session = { id: `cs_test_${randomBytes(12).toString('hex')}`, status: 'open', form };
    sessions.set(session.id, session);
    if (idempotencyKey !== undefined) byIdempotencyKey.set(idempotencyKey, { form: text, id: session.id });
    return { status: 200, body: shown(session) };
  };

  const work = ({ method, path, form, headers }: SeenRequest) => {
    if (method === 'GET' && path === '/v1/balance') {
      const livemode = api.behaviour.kind === 'livemode' && api.behaviour.of === 'all';
      return { status: 200, body: { object: 'balance', livemode, available: [], pending: [] } };
    }
    if (method === 'POST' && path === '/v1/checkout/sessions')
      return create(form, headers['idempotency-key']);
    const [, id] = /^\/v1\/checkout\/sessions\/(cs_test_[0-9a-f]+)\/expire$/.exec(path) ?? [];
    const session = id === undefined ? undefined : sessions.get(id);
    if (method !== 'POST' || session === undefined)
      return refusal(404, 'invalid_request_error', 'resource_missing');
    session.status = 'expired';
    return { status: 200, body: shown(session) };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const seen = await seenOf(request, key);
    requests.push(seen);
    const how = api.behaviour;
    if (how !== lastBehaviour) refusals = 0;
    lastBehaviour = how;
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'request-id': 'req_loopback',
        ...headers,
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (how.kind === 'silent') return;
    if (how.kind === 'hang-up') return void response.destroy();
    if (how.kind === 'body')
      return send(how.status ?? 200, how.body, { 'content-type': how.type ?? 'application/json' });
    if (!seen.authorized) return send(401, refusal(401, 'invalid_request_error').body);
    if (how.kind === 'error' && refusals < (how.times ?? Number.POSITIVE_INFINITY)) {
      refusals += 1;
      return send(how.status, refusal(how.status, how.type ?? 'api_error', how.code).body, how.headers);
    }
    const { status, body } = work(seen);
    send(status, body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api: StripeApi = {
    url: `http://127.0.0.1:${port}`,
    behaviour: { kind: 'well' },
    requests,
    sessions,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}

/** Stripe's error body (https://docs.stripe.com/api/errors). */
function refusal(status: number, type: string, code?: string) {
  return {
    status,
    body: { error: { type, message: RAW_STRIPE_ERROR, ...(code === undefined ? {} : { code }) } },
  };
}

async function seenOf(request: IncomingMessage, key: string): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const { authorization, ...headers } = request.headers;
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorized: authorization === `Bearer ${key}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    form: Object.fromEntries(new URLSearchParams(body)),
  };
}

/** `metadata[proof]=x` as the member `proof` of `metadata`. */
function membersOf(form: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([field, value]) => {
      const [, member] = new RegExp(`^${name}\\[([^\\]]+)\\]$`).exec(field) ?? [];
      return member === undefined ? [] : [[member, value] as const];
    }),
  );
}
