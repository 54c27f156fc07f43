import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedStack } from '../../src/embedded/process/embedded-stack.ts';
import { ServiceLogs } from '../../src/embedded/process/service-logs.ts';
import { stackEnvironment } from '../../src/embedded/process/stack-environment.ts';
import type { ServiceDefinition } from '../../src/embedded/service.ts';
import { openSqliteStore } from '../../src/embedded/store/sqlite-store.ts';
import { systemHost } from '../../src/host/host.ts';

/** A stack of some services in the test's own process, on a store of its own. */
export interface InProcessStack {
  readonly stack: EmbeddedStack;
  readonly log: readonly string[];
  /** Stops it and removes its store. */
  end(): Promise<void>;
}

/** Starts a stack of some services. */
export async function startInProcess(
  definitions: readonly ServiceDefinition[],
  env: Readonly<Record<string, string>> = {},
): Promise<InProcessStack> {
  const folder = await mkdtemp(join(tmpdir(), 'bus-setup-embedded-'));
  const log: string[] = [];
  const stack = new EmbeddedStack({
    host: systemHost(),
    definitions,
    store: openSqliteStore(join(folder, 'stack.sqlite')),
    logs: new ServiceLogs(
      (line) => log.push(line),
      () => new Date(),
    ),
    env: stackEnvironment({
      BUS_EVENTS_LISTENER_RETRY_MIN: '10ms',
      BUS_EVENTS_LISTENER_RETRY_MAX: '200ms',
      ...env,
    }),
    changed: () => undefined,
  });
  await stack.start();
  return {
    stack,
    log,
    async end() {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
