import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, systemHost } from '../../../src/host/host.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import type { ServiceStatus, StackObserver, StackRuntime } from '../../../src/stack/runtime.ts';

/** A stack folder of its own, and runtimes on it, as several programs one after the other would make them. */
export interface StackBench {
  /** Absolute; not made yet. */
  readonly stackFolder: string;
  readonly secrets: SecretRegistry;
  readonly changes: ServiceStatus[];
  readonly lines: string[];
  readonly observer: StackObserver;
  readonly signal: AbortSignal;
  runtime(options?: { readonly port?: number; readonly env?: Record<string, string> }): Promise<StackRuntime>;
  /** Ids of the processes that have the stack folder as their working folder: every embedded stack has. */
  processes(): Promise<readonly number[]>;
  /** Kills what is left, and removes the folder. */
  remove(): Promise<void>;
}

/** Makes the bench. */
export async function stackBench(): Promise<StackBench> {
  const root = await mkdtemp(join(tmpdir(), 'stack-'));
  const stackFolder = join(root, 'stack');
  const secrets = new SecretRegistry();
  const changes: ServiceStatus[] = [];
  const lines: string[] = [];
  return {
    stackFolder,
    secrets,
    changes,
    lines,
    observer: {
      serviceChanged: (status) => void changes.push(status),
      logLine: (source, line) => void lines.push(`${source}: ${line}`),
    },
    signal: new AbortController().signal,
    async runtime({ port = 0, env = {} } = {}) {
      const host: Host = { ...systemHost(), env: { PATH: process.env.PATH, ...env } };
      return createRuntime(await loadProfile('embedded', host), { host, stackFolder, secrets, port });
    },
    processes: () => processesIn(stackFolder),
    async remove() {
      for (const pid of await processesIn(stackFolder)) killIfThere(pid);
      // A process that is killed may still be in the middle of a write.
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** Kills a process; one that has ended meanwhile is nothing to kill. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function processesIn(folder: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const pid of await readdir('/proc').catch(() => [])) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (cwd === folder || cwd === `${folder} (deleted)`) found.push(Number(pid));
  }
  return found;
}
