import { type Dispatcher, request } from 'undici';
import type { ProfileService } from './profile-schema.ts';
import type { ServiceStatus } from './runtime.ts';

/** Milliseconds that one probe may take. */
const PROBE_MS = 8_000;

/** What one service answers through the gateway. */
export interface ProbeAnswer {
  readonly service: string;
  /** True when it answered itself: any status below 500. Whether the answer is right is for the proof. */
  readonly answers: boolean;
  /** What was seen, e.g. `GET /v1/models answers 502`. */
  readonly seen: string;
}

/** What a probe is made with. */
export interface ProbeOptions {
  /** Base URL of the gateway without a slash at the end. */
  readonly gatewayUrl: string;
  readonly portalToken: string;
  /** Bearer token, so that what lies behind a service is asked too. */
  readonly token: string;
  /** How connections are made, when that is not plain. */
  readonly dispatcher?: Dispatcher;
  readonly signal: AbortSignal;
}

/**
 * Asks every service that has a readiness path, side by side. A gateway in front of a service that is still compiling
 * answers 502.
 * @throws the signal's reason when it is aborted
 */
export async function probeGateway(
  services: readonly ProfileService[],
  options: ProbeOptions,
): Promise<readonly ProbeAnswer[]> {
  const probed = services.flatMap(({ id, readiness }) =>
    readiness === undefined ? [] : [{ service: id, path: readiness }],
  );
  const answers = await Promise.all(probed.map(({ service, path }) => probe(service, path, options)));
  options.signal.throwIfAborted();
  return answers;
}

/**
 * The states of the services, completed by what the gateway says of them: a process that runs is not one that answers.
 */
export function withProbes(
  states: readonly ServiceStatus[],
  answers: readonly ProbeAnswer[],
): readonly ServiceStatus[] {
  return states.map((status) => {
    const answer = answers.find(({ service }) => service === status.service);
    if (answer === undefined || (status.state !== 'running' && status.state !== 'healthy')) return status;
    if (!answer.answers) return { ...status, state: 'starting', detail: answer.seen };
    return { ...status, state: 'healthy' };
  });
}

async function probe(service: string, path: string, options: ProbeOptions): Promise<ProbeAnswer> {
  const { gatewayUrl, portalToken, token, dispatcher, signal } = options;
  const filled = path.replaceAll('{portal_token}', encodeURIComponent(portalToken));
  try {
    const answer = await request(`${gatewayUrl}${filled}`, {
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      ...(dispatcher === undefined ? {} : { dispatcher }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
    });
    // Only the status counts; what was not read is not wanted.
    answer.body.on('error', () => undefined).destroy();
    return {
      service,
      answers: answer.statusCode < 500,
      seen: `GET ${path} answers ${answer.statusCode}`,
    };
  } catch (error) {
    return { service, answers: false, seen: `GET ${path} gets no answer (${codeOf(error)})` };
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'TimeoutError') return 'timeout';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
