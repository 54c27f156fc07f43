import { z } from 'zod';
import { type CheckResult, checkResultSchema } from '../../proof/verdict.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { readRunFile } from '../read-run-file.ts';
import { journalNames } from '../run-journals.ts';

/** Preflight stands at the beginning of a journal, and a journal of this size is a long run. */
const JOURNAL_BYTES = 16 * 1024 * 1024;

/** The one kind of journal line that is looked for: a preflight check that has ended. */
const preflightFinished = z.looseObject({
  type: z.literal('check.finished'),
  step: z.literal('preflight'),
  result: checkResultSchema,
});

/** What preflight found about the machine, as the latest journal that has any tells it. */
export const preflightCollector: Collector = {
  id: 'preflight',
  title: 'Preflight results',
  deadlineMs: 15_000,
  capBytes: 1024 * 1024,
  paths: () => ['environment/preflight.json'],
  async collect({ folder }) {
    for (const name of [...(await journalNames(folder))].reverse()) {
      const { bytes } = await readRunFile(folder, name, JOURNAL_BYTES);
      const checks = preflightChecks(Buffer.from(bytes).toString('utf8'));
      if (checks.length > 0) {
        return [
          jsonFile(
            'environment/preflight.json',
            checks.map(withoutTimes),
            'what preflight found about the machine',
          ),
        ];
      }
    }
    throw new SetupError('BN-NOT-THERE', 'no preflight in this run');
  },
};

/** The last result of each check, in the order of their first ending. */
function preflightChecks(journal: string): readonly CheckResult[] {
  const results = new Map<string, CheckResult>();
  for (const line of journal.split('\n')) {
    if (!line.includes('"check.finished"')) continue;
    const result = parsed(line);
    if (result !== undefined) results.set(result.id, result);
  }
  return [...results.values()];
}

function parsed(line: string): CheckResult | undefined {
  try {
    return preflightFinished.safeParse(JSON.parse(line)).data?.result;
  } catch {
    return undefined;
  }
}

/** Checks run side by side: their order of ending and their times differ from run to run. */
function withoutTimes({ latencyMs: _, exchanges: __, ...result }: CheckResult) {
  return result;
}
