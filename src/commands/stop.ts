import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { printCommandPlan } from './dry-run.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';

/**
 * Stops the stack; with `wipe` its data goes too. A stack that is not running is no error.
 * @param signal ends the waiting; what is stopped by then stays stopped
 * @returns the exit code
 */
export async function stopStack(
  host: Host,
  console: { readonly out: LineOutput },
  flags: StackFlags & { readonly wipe?: boolean },
  signal: AbortSignal,
): Promise<number> {
  if (flags.dryRun === true)
    return await printCommandPlan(host, console, flags.wipe === true ? 'wipe' : 'stop', flags, signal);
  const { runtime } = await openStack(host, flags);
  const wipe = flags.wipe === true;
  const { stopped } = await runtime.stop({ wipe, signal });
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, profile: runtime.profile.id, stopped, wiped: wipe }));
    return 0;
  }
  console.out.line(
    `stop      ${stopped ? 'stack stopped' : 'stack was not running'}${wipe ? ', data removed' : ', data kept'}`,
  );
  return 0;
}
