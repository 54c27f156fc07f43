import type { Host } from '../../src/host/host.ts';
import { CHECKS, checksOf } from '../../src/proof/checks/catalog.ts';
import { overallVerdict } from '../../src/proof/report/overall-verdict.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { type ReasonId, reason } from '../../src/reasons/catalog.ts';
import type { ToldLie } from './lies/lie.ts';
import { type LyingGateway, lyingGateway } from './lying-gateway.ts';
import type { StackUnderProof } from './stack-under-proof.ts';

/** What came of a lie. */
export interface Outcome {
  readonly lie: ToldLie;
  /** Result of the check that it was aimed at. */
  readonly result: CheckResult;
  /** Verdict of the proof with this result in it. */
  readonly verdict: string;
}

/**
 * Tells lies to the real checks in front of one real stack, several at a time, each by a gateway of its own. What a
 * check needs counts as passed, so that each lie meets the check that it is aimed at.
 * @param together most lies at a time
 * @returns one outcome for each lie, by the lie
 */
export async function tellLies(
  stack: StackUnderProof,
  lies: readonly ToldLie[],
  together = 6,
): Promise<ReadonlyMap<ToldLie, Outcome>> {
  const outcomes = new Map<ToldLie, Outcome>();
  const held = Map.groupBy(lies, ({ check }) => heldBy(check));
  const free = held.get('') ?? [];
  held.delete('');
  const turn = async (queue: ToldLie[]) => {
    const gateway = await lyingGateway(stack.access.gatewayUrl);
    for (let lie = queue.shift(); lie !== undefined; lie = queue.shift()) {
      outcomes.set(lie, await tell(stack, gateway, lie));
    }
    await gateway.close();
  };
  await Promise.all([...held.values(), ...Array.from({ length: together }, () => free)].map(turn));
  return outcomes;
}

/** What a check holds of the stack that there is once: of those that hold the same one is told a lie at a time. */
function heldBy(id: string): string {
  const check = CHECKS.find((each) => each.id === id);
  return [...(check?.holds ?? []), ...(check?.disturbs ?? [])].join();
}

/** Tells one lie, and hears what its check makes of it. */
export async function tell(stack: StackUnderProof, gateway: LyingGateway, lie: ToldLie): Promise<Outcome> {
  let met = false;
  gateway.lie({
    ...lie,
    tell: async (told, asked) => {
      met = true;
      await lie.tell(told, asked);
    },
  });
  const planned = checksOf(stack.runtime.profile, CHECKS).filter(({ check }) => check.id === lie.check);
  const results = await stack.prove([], {
    checks: planned,
    passed: new Set(CHECKS.map(({ id }) => id)),
    host: isSilence(lie) ? hasty(stack.host, () => met) : stack.host,
    access: { ...stack.access, gatewayUrl: gateway.url, token: (request) => stack.access.token(request) },
  });
  const [result] = results;
  if (result === undefined) throw new Error(`${lie.check} is no check of this stack`);
  return { lie, result, verdict: overallVerdict(results).verdict };
}

/** A lie that is caught because a worker's answer never comes; a call's own patience is not the host's. */
function isSilence({ reason: id, silent }: ToldLie): boolean {
  if (id === 'PR-ANSWER-TIMEOUT') return false;
  const waited: readonly ReasonId[] = ['PR-WEBHOOK-IGNORED', 'PR-EXPORT-NOT-ENABLED'];
  return silent === true || reason(id).class === 'timeout' || waited.includes(id);
}

/**
 * A host whose waits for workers are over forty times sooner, from a moment on; its wall clock is the real one. Only what
 * is slept counts so much: a busy machine, on which every call takes long, still gives workers as many chances to answer.
 */
export function hasty(host: Host, from: () => boolean = () => true): Host {
  let skipped = 0;
  return {
    ...host,
    monotonic: () => host.monotonic() + skipped,
    sleep: async (ms, signal) => {
      await host.sleep(ms, signal);
      if (from()) skipped += ms * 39;
    },
  };
}
