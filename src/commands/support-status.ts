import { routeById } from '../contract/routes.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { GRANTS } from '../proof/grants.ts';
import { ProofClient } from '../proof/proof-client.ts';
import { askSupport, type SupportStatus, windowWords } from '../proof/support-status.ts';
import { Wire } from '../proof/wire.ts';
import { reason } from '../reasons/catalog.ts';
import type { StackAccess } from '../stack/runtime.ts';
import { EXIT } from '../steps/step.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';

/** Flags of `bus-setup support status`. */
export interface SupportFlags extends StackFlags {
  /** UUID of another account than that of the stack's token. */
  readonly account?: string;
}

/**
 * Prints whether an account has support: package, state and window, and nothing else of its billing.
 * @param signal ends the work
 * @returns 0 when support is active, 3 when it is not, 4 when the stack did not tell
 * @throws SetupError `ST-NOT-RUNNING`
 */
export async function printSupportStatus(
  host: Host,
  console: { readonly out: LineOutput },
  flags: SupportFlags,
  signal: AbortSignal,
): Promise<number> {
  if (flags.dryRun === true) return printPlan(console.out, flags);
  const { runtime, redactor } = await openStack(host, flags);
  const status = await supportOf(await runtime.access(signal), host, signal, flags.account);
  for (const line of flags.json === true ? [document(status)] : lines(status)) {
    console.out.line(redactor.text(line));
  }
  if (status.state === 'active') return EXIT.proven;
  return status.state === 'unknown' ? EXIT.notReady : EXIT.notProven;
}

async function supportOf(
  access: StackAccess,
  host: Host,
  signal: AbortSignal,
  account = access.accountId,
): Promise<SupportStatus> {
  const wire = new Wire(access.transport);
  try {
    const http = new ProofClient({ wire, host, signal, ...access });
    const name = 'BUS_INTERNAL_TOKEN';
    const { audience, scopes } = GRANTS[name];
    const token = await access.token({ name, audience, scopes });
    return await askSupport({ http, token, account, now: host.now() });
  } finally {
    await wire.close();
  }
}

/** Both calls are of the route catalog and change nothing. */
function printPlan(out: LineOutput, flags: SupportFlags): number {
  const actions = (['billing.entitlement-check', 'billing.account-status'] as const).map((id) => {
    const { method, path } = routeById(id);
    return `${method} ${path}`;
  });
  if (flags.json === true)
    out.line(JSON.stringify({ v: 1, dryRun: true, steps: [{ step: 'support', actions }] }));
  else for (const action of actions) out.line(`would     ${action}`);
  return EXIT.proven;
}

function document({ state, package: id, window, why }: SupportStatus): string {
  return JSON.stringify({
    v: 1,
    status: state,
    package: id ?? null,
    window: window ?? null,
    ...(why === undefined ? {} : { reason: reason(why.id, why.detail) }),
  });
}

function lines({ state, package: id, window, why }: SupportStatus): readonly string[] {
  const words = state.replace('-', ' ');
  const head = [`support   ${words}`];
  if (id !== undefined) head.push(`package   ${id}`);
  if (state === 'active' || window !== undefined) head.push(`window    ${windowWords(window)}`);
  if (why === undefined) return head;
  const { sentence, next, detail } = reason(why.id, why.detail);
  return [
    ...head,
    `reason    ${why.id}  ${sentence}`,
    ...(detail === undefined ? [] : [`seen      ${detail}`]),
    `next      ${next}`,
  ];
}
