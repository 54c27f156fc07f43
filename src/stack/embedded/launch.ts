import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../../reasons/setup-error.ts';
import { packageRoot } from '../package-root.ts';
import { type ChildConfig, type ChildMessage, childMessage } from './child-messages.ts';

/** The ports of a stack that is ready. */
export type ReadyPorts = Omit<Extract<ChildMessage, { type: 'ready' }>, 'type'>;

/** What became of a start. */
export type LaunchOutcome =
  | { readonly outcome: 'ready'; readonly ports: ReadyPorts }
  | { readonly outcome: 'failed'; readonly code: string; readonly message: string };

/** The process of an embedded stack on its way up. */
export interface LaunchedStack {
  readonly pid: number;
  /**
   * Hands over the configuration and waits until the stack is ready or has failed.
   * @param changed called for each change of a service on the way
   * @throws the signal's reason when it is aborted; the process still runs then
   */
  configure(
    config: ChildConfig,
    changed: (message: Extract<ChildMessage, { type: 'service' }>) => void,
    signal: AbortSignal,
  ): Promise<LaunchOutcome>;
  /** Lets the process go on without us. */
  release(): void;
}

/**
 * Absolute path of the embedded stack's program.
 * @throws SetupError `ST-PROGRAM-MISSING`
 */
export async function embeddedProgram(): Promise<string> {
  const path = join(packageRoot(), 'dist', 'embedded-stack.js');
  try {
    await access(path, constants.R_OK);
    return path;
  } catch (error) {
    throw new SetupError('ST-PROGRAM-MISSING', path, { cause: error });
  }
}

/**
 * Spawns the embedded stack in a session of its own, so that Ctrl+C in the terminal does not reach it. It has no
 * part of our environment and no standard input; it does nothing until it is configured.
 * @param log takes what it prints; may be closed once this returns
 * @throws the system's error when the process cannot be made
 */
export async function launch(program: string, folder: string, log: FileHandle): Promise<LaunchedStack> {
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    detached: true,
    env: { NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    serialization: 'json',
  });
  const spawned = Promise.withResolvers<void>();
  child.once('spawn', spawned.resolve);
  child.once('error', spawned.reject);
  await spawned.promise;
  const { pid } = child;
  if (pid === undefined) throw new Error('a spawned process has no id');
  // A forced end of this program must not leave a half-started stack behind. Nothing asynchronous runs then.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  return {
    pid,
    configure: (config, changed, signal) => configure(child, config, changed, signal),
    release() {
      process.off('exit', endWithUs);
      child.removeAllListeners();
      child.on('error', () => undefined);
      if (child.connected) child.disconnect();
      child.unref();
    },
  };
}

async function configure(
  child: ChildProcess,
  config: ChildConfig,
  changed: (message: Extract<ChildMessage, { type: 'service' }>) => void,
  signal: AbortSignal,
): Promise<LaunchOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<LaunchOutcome>();
  const onAbort = () => reject(signal.reason);
  child.on('message', (raw) => {
    const parsed = childMessage.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.type === 'service') changed(message);
    else if (message.type === 'failed')
      resolve({ outcome: 'failed', code: message.code, message: message.message });
    else resolve({ outcome: 'ready', ports: message });
  });
  child.once('exit', (code, killedBy) => {
    const message = killedBy === null ? `it ended with exit code ${code}` : `it was ended by ${killedBy}`;
    resolve({ outcome: 'failed', code: 'EXITED', message });
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null) {
      return { outcome: 'failed', code: 'EXITED', message: 'it ended before it was configured' };
    }
    // An error means that it has gone; `exit` tells how.
    child.send(config, () => undefined);
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
