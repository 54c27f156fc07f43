import type { Host } from '../../host/host.ts';
import { reason } from '../../reasons/catalog.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { holderSentence, portHolder } from '../port-holder.ts';
import type { ProfileService } from '../profile-schema.ts';
import type { ServiceStatus, StackObserver } from '../runtime.ts';
import { composeCommands } from './compose-command.ts';
import type { ComposeProject } from './compose-project.ts';
import type { DockerOutcome } from './docker-outcome.ts';
import { dockerTrouble } from './docker-trouble.ts';
import type { ComposeLook, ComposeView } from './look.ts';
import { StaleGateway } from './stale-gateway.ts';
import { baselineOf, StartJudge, type StartVerdict } from './start-verdict.ts';
import { StateTeller } from './state-teller.ts';

/** Milliseconds between two looks at the containers. */
const LOOK_EVERY_MS = 1_000;
/** Milliseconds between two lines that say what is awaited. */
const SAY_EVERY_MS = 10_000;
/** Log lines of a service that the reason of a failed start repeats. */
const LOG_LINES = 15;
/** Services that one line names. */
const NAMED_SERVICES = 4;

/** What a start works with. */
export interface ComposeStartOptions {
  readonly project: ComposeProject;
  readonly look: ComposeLook;
  /** Service that is the gateway. */
  readonly gateway: string;
  readonly readySeconds: number;
  readonly host: Host;
  readonly observer: StackObserver;
  /** Services of the profile. */
  readonly services: readonly ProfileService[];
  readonly signal: AbortSignal;
}

/**
 * Brings the project up and waits until every service runs and the gateway answers for each. Containers that are there
 * are used again. Whatever happens, containers are left as they are.
 * @returns what the last look saw
 * @throws SetupError `ST-SERVICE-EXITED`, `ST-SERVICE-UNHEALTHY`, `ST-CRASH-LOOP`, `ST-NOT-READY`, what `dockerTrouble`
 * makes of a failed `up`, and `RN-CANCELLED` with the command that stops what was started
 */
export async function startCompose(options: ComposeStartOptions): Promise<ComposeView> {
  const { project, readySeconds, signal, observer, services } = options;
  const deadline = AbortSignal.timeout(readySeconds * 1_000);
  const failed = new AbortController();
  const until = AbortSignal.any([signal, deadline, failed.signal]);
  let awaited: readonly ServiceStatus[] = [];
  let up: Promise<DockerOutcome> | undefined;
  try {
    const before = await project.containers(until);
    const judge = new StartJudge(services, baselineOf(before));
    up = project.docker.lines(
      composeCommands.up(project.invocation),
      { signal: until, timeoutMs: readySeconds * 1_000 },
      (line) => observer.logLine('docker compose', line),
    );
    up.catch(() => undefined);
    return await watch({ ...options, signal: until }, judge, up, (states) => {
      awaited = states;
    });
  } catch (error) {
    // The client is told to end; the containers are the engine's and stay.
    failed.abort();
    await up?.catch(() => undefined);
    if (signal.aborted) throw cancelled(options);
    if (!deadline.aborted) throw error;
    throw new SetupError('ST-NOT-READY', `after ${readySeconds} s; ${awaitedText(awaited)}`, {
      next: 'bus-setup status',
    });
  }
}

async function watch(
  options: ComposeStartOptions,
  judge: StartJudge,
  up: Promise<DockerOutcome>,
  onAwaited: (states: readonly ServiceStatus[]) => void,
): Promise<ComposeView> {
  const { project, gateway, host, observer, look, signal } = options;
  const teller = new StateTeller(observer);
  const stale = new StaleGateway(gateway);
  let outcome: DockerOutcome | undefined;
  up.then(
    (ended) => {
      outcome = ended;
    },
    () => undefined,
  );
  let said = host.monotonic();
  for (;;) {
    const ended = outcome;
    const view = await look.look(signal, ended?.ok === true);
    teller.tell(view.states);
    const verdict = judge.judge(view.states, view.containers, ended !== undefined, host.monotonic());
    if (verdict.verdict === 'failed') throw await serviceFailure(options, verdict);
    if (ended !== undefined && !ended.ok) throw await upFailure(options, ended, view.states);
    if (verdict.verdict === 'ready') return view;
    onAwaited(verdict.awaited);
    if (stale.isDue(view, host.monotonic())) {
      observer.logLine('bus-setup', `restarting ${gateway}, which may know an old address of a service`);
      await project.ask(composeCommands.restart(project.invocation, gateway), signal);
    }
    if (host.monotonic() - said >= SAY_EVERY_MS) {
      said = host.monotonic();
      observer.logLine('bus-setup', awaitedText(verdict.awaited));
    }
    const pause = host.sleep(LOOK_EVERY_MS, signal);
    await (ended === undefined ? Promise.race([pause, up]) : pause);
  }
}

/** Why a service failed, in its own words; whoever shows them passes them through the redactor. */
async function serviceFailure(
  { project, signal }: ComposeStartOptions,
  { reason: id, service }: Extract<StartVerdict, { verdict: 'failed' }>,
): Promise<SetupError> {
  const lines = await project.logs(service.service, LOG_LINES, signal).catch(() => []);
  const told = lines.length === 0 ? 'it has written no log' : `its last lines: ${lines.join(' | ')}`;
  const state = service.detail ?? service.state;
  return new SetupError(id, `${service.service}: ${state}; ${told}`, {
    next: `bus-setup logs ${service.service}`,
  });
}

async function upFailure(
  options: ComposeStartOptions,
  outcome: DockerOutcome,
  states: readonly ServiceStatus[],
): Promise<SetupError> {
  const { project, host, signal } = options;
  const trouble = dockerTrouble(composeCommands.up(project.invocation), outcome);
  // Compose gives up on a service that others wait for as soon as its health check has failed for good.
  const service = states.find(({ state }) => state === 'unhealthy');
  if (trouble.reason.id === 'ST-COMPOSE-FAILED' && service !== undefined) {
    return await serviceFailure(options, { verdict: 'failed', reason: 'ST-SERVICE-UNHEALTHY', service });
  }
  const port = /(?:for|bind|listen tcp\S*)[^\n]*?:(\d{1,5})\b/i.exec(outcome.stderr)?.[1];
  if (trouble.reason.id !== 'ST-PORT-TAKEN' || port === undefined) return trouble;
  const holder = await portHolder(Number(port), host, signal);
  return new SetupError('ST-PORT-TAKEN', `port ${port} ${holderSentence(holder)}`, { cause: trouble });
}

function cancelled({ observer }: ComposeStartOptions): SetupError {
  observer.logLine('bus-setup', 'start cancelled; the containers are left as they are');
  return new SetupError('RN-CANCELLED', 'the containers are left as they are', { next: 'bus-setup stop' });
}

function awaitedText(awaited: readonly ServiceStatus[]): string {
  if (awaited.length === 0) return reason('ST-NOT-READY').sentence;
  const named = awaited
    .slice(0, NAMED_SERVICES)
    .map(({ service, state, detail }) => `${service} (${detail ?? state})`);
  const more = awaited.length - named.length;
  return `awaiting ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
