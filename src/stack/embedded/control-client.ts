import { request } from 'undici';
import { z } from 'zod';
import type { RunningRecord } from './stack-record.ts';

/** Milliseconds for an answer about the stack: a busy machine takes its time, and one that is mute is ended by a start. */
const ASK_MS = 6_000;
/** Milliseconds for a change inside of the stack. */
const CHANGE_MS = 15_000;
/** Most bytes of an answer. */
const LIMIT = 256 * 1024;

const stackServices = z.object({
  instance_id: z.string(),
  services: z
    .array(
      z.object({
        service: z.string().max(80),
        state: z.enum(['starting', 'healthy', 'restarting', 'exited']),
        detail: z.string().max(20_000).optional(),
        // How often it came up since the process began. A stack of an older version does not tell it, and still runs.
        starts: z.int().nonnegative().optional(),
      }),
    )
    .max(500),
});
/** What the control listener says of its services. */
export type StackServices = z.infer<typeof stackServices>;

const failure = z.object({ error: z.object({ message: z.string().max(20_000) }) });

/** Outcome of a change that was asked for. */
export type ControlOutcome = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/**
 * Asks the control listener for its services.
 * @returns undefined when nothing answers in time, or when it is not the stack of the record
 * @throws the signal's reason when it is aborted
 */
export async function askServices(
  record: RunningRecord,
  signal: AbortSignal,
): Promise<StackServices | undefined> {
  const answer = await call(record, 'GET', '/services', ASK_MS, signal);
  if (answer?.status !== 200) return undefined;
  const parsed = stackServices.safeParse(answer.body);
  return parsed.success && parsed.data.instance_id === record.instanceId ? parsed.data : undefined;
}

/** Restarts one service; resolves when it answers again, or did not. */
export async function askRestart(
  record: RunningRecord,
  service: string,
  signal: AbortSignal,
): Promise<ControlOutcome> {
  const answer = await call(
    record,
    'POST',
    `/services/${encodeURIComponent(service)}/restart`,
    CHANGE_MS,
    signal,
  );
  if (answer === undefined) return { ok: false, detail: 'the stack did not answer' };
  if (answer.status === 200) return { ok: true };
  const told = failure.safeParse(answer.body);
  return { ok: false, detail: told.success ? told.data.error.message : `status ${answer.status}` };
}

/** Stops the clock of one account of the stack at a moment, or lets it go with the wall clock again. */
export async function askClock(
  record: RunningRecord,
  account: string,
  at: Date | undefined,
  signal: AbortSignal,
): Promise<ControlOutcome> {
  const path = `/accounts/${encodeURIComponent(account)}/clock`;
  const answer = await call(record, 'POST', path, CHANGE_MS, signal, { at: at?.toISOString() ?? null });
  if (answer?.status === 200) return { ok: true };
  return { ok: false, detail: answer === undefined ? 'the stack did not answer' : `status ${answer.status}` };
}

/** Asks the stack to end; it does so after it has answered. */
export async function askShutdown(record: RunningRecord, signal: AbortSignal): Promise<boolean> {
  const answer = await call(record, 'POST', '/shutdown', ASK_MS, signal);
  return answer?.status === 202;
}

/** True when the gateway answers its readiness route. */
export async function gatewayAnswers(gatewayPort: number, signal: AbortSignal): Promise<boolean> {
  const answer = await send(`http://127.0.0.1:${gatewayPort}/readyz`, { method: 'GET' }, ASK_MS, signal);
  return answer?.status === 200;
}

function call(
  record: RunningRecord,
  method: 'GET' | 'POST',
  path: string,
  ms: number,
  signal: AbortSignal,
  json?: object,
) {
  const headers = {
    authorization: `Bearer ${record.controlKey.reveal()}`,
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  return send(`http://127.0.0.1:${record.ports.control}${path}`, { method, headers, ...body }, ms, signal);
}

interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when it is something else or too long. */
  readonly body: unknown;
}

async function send(
  url: string,
  options: {
    readonly method: 'GET' | 'POST';
    readonly headers?: Record<string, string>;
    readonly body?: string;
  },
  ms: number,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  try {
    const response = await request(url, {
      ...options,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]),
    });
    return { status: response.statusCode, body: parseJson(await boundedText(response.body)) };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function boundedText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LIMIT) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
