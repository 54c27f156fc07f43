import type { LineOutput } from '../headless/output.ts';
import { isReasonId, REASONS } from '../reasons/catalog.ts';
import { didYouMeanQuestion } from '../reasons/did-you-mean.ts';
import type { ReasonEntry } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';

/**
 * Prints what a reason means and what to do; without an id, the whole catalog.
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for an id that is not in the catalog
 */
export async function explainReason(
  console: { readonly out: LineOutput },
  id: string | undefined,
  flags: { readonly json?: boolean },
): Promise<number> {
  const catalog: Readonly<Record<string, ReasonEntry>> = REASONS;
  if (id === undefined) {
    for (const [each, entry] of Object.entries(catalog)) {
      console.out.line(
        flags.json === true
          ? JSON.stringify({ id: each, ...entry })
          : `${each.padEnd(30)}  ${entry.sentence}`,
      );
    }
    return 0;
  }
  const wanted = id.toUpperCase();
  if (!isReasonId(wanted)) {
    const meant = didYouMeanQuestion(id.toUpperCase(), Object.keys(REASONS));
    throw new SetupError('RN-USAGE', `there is no reason ${id}.${meant}`, { next: 'bus-setup explain' });
  }
  const entry = REASONS[wanted];
  if (flags.json === true) {
    console.out.line(JSON.stringify({ id: wanted, ...entry }));
    return 0;
  }
  console.out.line(wanted);
  console.out.line(`  class  ${entry.class}`);
  console.out.line(`  what   ${entry.sentence}`);
  console.out.line(`  next   ${entry.next}`);
  return 0;
}
