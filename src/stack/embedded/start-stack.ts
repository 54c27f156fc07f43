import { rename } from 'node:fs/promises';
import type { Host } from '../../host/host.ts';
import { openAppend } from '../../host/private-files.ts';
import { processPlace, processStart } from '../../host/process-identity.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import { holderSentence, portHolder } from '../port-holder.ts';
import type { StackObserver } from '../runtime.ts';
import { endProcess } from './end-process.ts';
import { embeddedProgram, type LaunchedStack, type LaunchOutcome, launch } from './launch.ts';
import { logTail } from './log-tail.ts';
import type { StackFiles } from './stack-files.ts';
import { type RunningRecord, removeRecord, type StartingRecord, writeRecord } from './stack-record.ts';

/** Milliseconds in which the embedded stack must be ready; it takes one second, and many at once take their time. */
const READY_MS = 90_000;
/** Milliseconds that a stack which failed or was cancelled has to end by itself; its store survives a kill. */
const END_MS = 500;
/** Log lines that the reason of a crash repeats. */
const CRASH_LINES = 15;

/** What a new stack is made with. */
export interface StartOptions {
  readonly files: StackFiles;
  readonly gatewayPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
  readonly host: Host;
  readonly secrets: SecretRegistry;
  readonly observer: StackObserver;
  /** Services that the observer is told about. */
  readonly known: (service: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Starts a new stack in a folder that is claimed and in which none runs. From the moment the process exists it is
 * written down, so that the next start or stop finds it even when this program is killed half-way.
 * @throws SetupError `ST-PORT-TAKEN`, `ST-PORT-INVALID`, `ST-DATA-HELD`, `ST-START-CRASHED`, `ST-NOT-READY`, `ST-PROGRAM-MISSING`; the
 * signal's reason when it is aborted. No process is left in any of these cases.
 */
export async function startStack(options: StartOptions): Promise<RunningRecord> {
  const { files, host, signal } = options;
  const program = await embeddedProgram();
  signal.throwIfAborted();
  await keepLastLog(files);
  const log = await openAppend(files.log);
  const stack = await launch(program, files.folder, log).finally(() => log.close());
  try {
    return await bringUp(stack, options);
  } catch (error) {
    await endLaunched(stack, host);
    await removeRecord(files);
    throw error;
  } finally {
    stack.release();
  }
}

async function bringUp(stack: LaunchedStack, options: StartOptions): Promise<RunningRecord> {
  const { files, host, secrets, signal } = options;
  const starting: StartingRecord = {
    schema: 'busdk.setup/embedded-stack/v1',
    phase: 'starting',
    pid: stack.pid,
    processStart: (await processStart(stack.pid)) ?? 'ended',
    place: await processPlace(),
    instanceId: host.uuid(),
    version: options.version,
    startedAt: host.now().toISOString(),
    env: { ...options.env },
  };
  await writeRecord(files, starting);
  const controlKey = secrets.secret('BUS_SETUP_CONTROL_KEY', host.random(32).toString('base64url'));
  const outcome = await withDeadline(options, (deadline) =>
    stack.configure(
      {
        dataFolder: files.data,
        gatewayPort: options.gatewayPort,
        controlKey: controlKey.reveal(),
        env: options.env,
        version: options.version,
        instanceId: starting.instanceId,
      },
      ({ service, state, detail }) => {
        if (!options.known(service)) return;
        options.observer.serviceChanged({ service, state, ...(detail === undefined ? {} : { detail }) });
      },
      deadline,
    ),
  );
  if (outcome.outcome === 'failed') throw await failure(outcome, options);
  const { gatewayPort, mailPort, controlPort } = outcome.ports;
  const ports = { gateway: gatewayPort, mailbox: mailPort, control: controlPort };
  const running: RunningRecord = { ...starting, phase: 'running', ports, controlKey };
  await writeRecord(files, running);
  // The last moment at which a cancel takes the stack down again: from here on it is the operator's.
  signal.throwIfAborted();
  return running;
}

async function withDeadline<T>(options: StartOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { files, signal } = options;
  const timeout = AbortSignal.timeout(READY_MS);
  try {
    return await work(AbortSignal.any([signal, timeout]));
  } catch (error) {
    signal.throwIfAborted();
    if (!timeout.aborted) throw error;
    throw new SetupError('ST-NOT-READY', await withLog(`after ${READY_MS / 1_000} s`, files));
  }
}

async function failure(
  { code, message }: Extract<LaunchOutcome, { outcome: 'failed' }>,
  { files, gatewayPort, host, signal }: StartOptions,
): Promise<SetupError> {
  const address = `127.0.0.1:${gatewayPort}`;
  if (code === 'EADDRINUSE') {
    return new SetupError(
      'ST-PORT-TAKEN',
      `${address} ${holderSentence(await portHolder(gatewayPort, host, signal))}`,
    );
  }
  if (code === 'EACCES' && gatewayPort > 0 && gatewayPort < 1_024) {
    return new SetupError('ST-PORT-INVALID', `the system does not let this user listen on ${address}`);
  }
  if (code === 'DATA_HELD') return new SetupError('ST-DATA-HELD', files.folder);
  return new SetupError('ST-START-CRASHED', await withLog(message, files));
}

/** The last lines say why; whoever shows them passes them through the redactor. */
async function withLog(what: string, files: StackFiles): Promise<string> {
  const lines = await logTail(files.log, CRASH_LINES).catch(() => []);
  return [what, ...lines].join('\n').slice(-4_000);
}

/** Ends the process that was launched, also when it was never written down. */
async function endLaunched({ pid }: LaunchedStack, host: Host): Promise<void> {
  const start = await processStart(pid);
  if (start !== undefined) await endProcess({ pid, start }, END_MS, host);
}

/** A log belongs to one start; the one before is kept, because a crash is looked for after the next start, too. */
async function keepLastLog({ log }: StackFiles): Promise<void> {
  await rename(log, `${log}.1`).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
}
