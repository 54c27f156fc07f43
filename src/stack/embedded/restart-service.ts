import { SetupError } from '../../reasons/setup-error.ts';
import { askRestart, askServices } from './control-client.ts';
import type { RunningRecord } from './stack-record.ts';

/**
 * Restarts one service of a running embedded stack, and looks whether it is another start of itself afterwards: a
 * yes to the question is not taken for a restart.
 * @param service one that the stack has
 * @throws SetupError `ST-RESTART-FAILED` when it does not come up again, `ST-NOT-RESTARTED` when it never went down
 */
export async function restartService(
  record: RunningRecord,
  service: string,
  signal: AbortSignal,
): Promise<void> {
  const before = await seen(record, service, signal);
  const outcome = await askRestart(record, service, signal);
  if (!outcome.ok) throw new SetupError('ST-RESTART-FAILED', `${service}: ${outcome.detail}`);
  const after = await seen(record, service, signal);
  if (after?.state !== 'healthy') {
    throw new SetupError('ST-RESTART-FAILED', `${service}: ${after?.detail ?? after?.state ?? 'absent'}`);
  }
  if (before?.starts === undefined || after.starts === undefined) {
    throw new SetupError('ST-NOT-RESTARTED', `${service}: this stack does not tell one start from the next`);
  }
  if (after.starts <= before.starts) {
    throw new SetupError('ST-NOT-RESTARTED', `${service}: start ${before.starts} before and after`);
  }
}

async function seen(record: RunningRecord, service: string, signal: AbortSignal) {
  const answer = await askServices(record, signal);
  return answer?.services.find((each) => each.service === service);
}
