import { type Acceptance, CHECKLIST, type ChecklistItem } from './checklist.ts';
import type { Tick } from './tick.ts';

/** A line of the checklist, judged. */
export interface JudgedItem extends Tick {
  readonly item: ChecklistItem;
}

/** The checklist held against the evidence, line by line. */
export function walkChecklist(acceptance: Acceptance): readonly JudgedItem[] {
  return CHECKLIST.map((item) => ({ item, ...item.judge(acceptance) }));
}

/** Lines without which nothing can be accepted, and which are not met. */
export function obstacles(judged: readonly JudgedItem[]): readonly JudgedItem[] {
  return judged.filter(({ item, state }) => state === 'unmet' || (item.needed && state !== 'met'));
}
