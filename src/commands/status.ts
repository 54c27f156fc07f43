import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';
import { printCommandPlan } from './dry-run.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';
import { tableLines } from './table.ts';

/**
 * Prints services, health and addresses.
 * @param signal ends the asking
 * @returns 0 when the stack answers, 4 when it does not
 */
export async function printStatus(
  host: Host,
  console: { readonly out: LineOutput },
  flags: StackFlags,
  signal: AbortSignal,
): Promise<number> {
  if (flags.dryRun === true) return await printCommandPlan(host, console, 'status', flags, signal);
  const { runtime, redactor } = await openStack(host, flags);
  const status = await runtime.status(signal);
  if (flags.json === true) {
    const { running, ready, services, urls, internalAddresses, pid, log } = status;
    const document = {
      v: 1,
      profile: runtime.profile.id,
      running,
      ready,
      services,
      urls,
      internalAddresses,
      pid,
      log,
    };
    console.out.line(redactor.text(JSON.stringify(document)));
    return ready ? EXIT.proven : EXIT.notReady;
  }
  const state = status.ready ? 'ready' : status.running ? 'running, not ready' : 'not running';
  console.out.line(
    `stack     ${state}  profile ${runtime.profile.id}${status.pid === undefined ? '' : `  pid ${status.pid}`}`,
  );
  for (const [name, url] of Object.entries(status.urls))
    console.out.line(`url       ${name.padEnd(10)}  ${url}`);
  if (status.log !== undefined) console.out.line(`log       ${status.log}`);
  const states = new Map(status.services.map((each) => [each.service, each]));
  const rows = runtime.profile.services.map(({ id, role, summary }) => [
    id,
    states.get(id)?.state ?? 'absent',
    role,
    ...(status.internalAddresses === undefined ? [] : [status.internalAddresses[id] ?? '']),
    states.get(id)?.detail ?? summary,
  ]);
  const head = [
    'SERVICE',
    'STATE',
    'ROLE',
    ...(status.internalAddresses === undefined ? [] : ['INSIDE']),
    'WHAT',
  ];
  for (const line of tableLines([head, ...rows])) {
    console.out.line(redactor.text(safeText(line)));
  }
  return status.ready ? EXIT.proven : EXIT.notReady;
}
