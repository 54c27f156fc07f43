import type { Host } from '../host/host.ts';
import { liveCodex } from '../proof/checks/live-codex.ts';
import { liveCodexHindrance } from '../proof/live-codex-hindrance.ts';
import type { PlannedCheck } from '../proof/selection.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { StackAccess } from '../stack/runtime.ts';
import { liveQuestion } from './live-question.ts';
import type { StepContext } from './step.ts';

/**
 * Asks about what costs something, and only when it would really be done.
 * @param checks those that are about to be run
 * @param host the host as the stack sees it
 * @returns the checks that the operator does not want, with the reason to write down
 */
export async function declinedChecks(
  checks: readonly PlannedCheck[],
  { ask, runtime, secrets }: Pick<StepContext, 'ask' | 'runtime' | 'secrets'>,
  host: Host,
  access: StackAccess,
): Promise<ReadonlyMap<string, ReasonId>> {
  if (!checks.some(({ check }) => check.id === liveCodex.id)) return new Map();
  if ((await liveCodexHindrance({ host, runtime, access, secrets })) !== undefined) return new Map();
  const answer = await ask(liveQuestion());
  return answer === 'without' ? new Map([[liveCodex.id, 'CX-DECLINED']]) : new Map();
}
