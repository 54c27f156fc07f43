import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, systemHost } from '../../src/host/host.ts';
import { CHECKS, checksOf } from '../../src/proof/checks/catalog.ts';
import { type RunChecksOptions, runChecks } from '../../src/proof/run-checks.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { createRuntime } from '../../src/stack/create-runtime.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import type { StackAccess, StackRuntime } from '../../src/stack/runtime.ts';

const never = new AbortController().signal;

/** A real embedded stack, and what a proof of it needs. */
export interface StackUnderProof {
  readonly host: Host;
  readonly runtime: StackRuntime;
  readonly access: StackAccess;
  readonly secrets: SecretRegistry;
  /** Runs the profile's checks, or those named; `change` puts something else into the proof. */
  prove(only?: readonly string[], change?: Partial<RunChecksOptions>): Promise<readonly CheckResult[]>;
  stop(): Promise<void>;
}

/** Starts an embedded stack in a folder of its own on a free port. */
export async function startStack(env: Readonly<Record<string, string>> = {}): Promise<StackUnderProof> {
  const folder = await mkdtemp(join(tmpdir(), 'bus-setup-proof-'));
  const host: Host = { ...systemHost(), env, cwd: folder, home: folder, tmp: folder };
  const secrets = new SecretRegistry();
  const options = { host, stackFolder: join(folder, 'stack'), secrets, port: 0 };
  const runtime = createRuntime(await loadProfile('embedded', host), options);
  const observer = { serviceChanged: () => undefined, logLine: () => undefined };
  await runtime.start({ signal: never, observer });
  const access = await runtime.access(never);
  return {
    host,
    runtime,
    access,
    secrets,
    prove: async (only = [], change = {}) =>
      await runChecks({
        checks: checksOf(runtime.profile, CHECKS),
        selection: { only },
        host,
        runtime,
        access,
        secrets,
        signal: never,
        observer: { started: () => undefined, progress: () => undefined, finished: () => undefined },
        ...change,
      }),
    stop: async () => {
      await runtime.stop({ wipe: true, signal: never });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
