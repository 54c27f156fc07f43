import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { printCommandPlan } from './dry-run.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';

/**
 * Restarts one service and waits until it answers again.
 * @param signal ends the waiting
 * @returns the exit code
 */
export async function restartService(
  host: Host,
  console: { readonly out: LineOutput },
  service: string,
  flags: StackFlags,
  signal: AbortSignal,
): Promise<number> {
  if (flags.dryRun === true) return await printCommandPlan(host, console, 'restart', flags, signal, service);
  const { runtime } = await openStack(host, flags);
  await runtime.restart(service, signal);
  console.out.line(
    flags.json === true
      ? JSON.stringify({ v: 1, service, restarted: true })
      : `restart   ${service} restarted`,
  );
  return 0;
}
