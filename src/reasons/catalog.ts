import { billingReasons } from './billing-reasons.ts';
import { bundleReasons } from './bundle-reasons.ts';
import { codexReasons } from './codex-reasons.ts';
import { evidenceReasons } from './evidence-reasons.ts';
import { preflightReasons } from './preflight-reasons.ts';
import { proofReasons } from './proof-reasons.ts';
import type { Reason, ReasonEntry } from './reason.ts';
import { routeReasons } from './route-reasons.ts';
import { runReasons } from './run-reasons.ts';
import { stackReasons } from './stack-reasons.ts';
import { stripeReasons } from './stripe-reasons.ts';
import { supportReasons } from './support-reasons.ts';

/** Every reason the program can give, by its stable id. An id is never reused for something else. */
export const REASONS = {
  ...runReasons,
  ...preflightReasons,
  ...stackReasons,
  ...proofReasons,
  ...billingReasons,
  ...supportReasons,
  ...stripeReasons,
  ...codexReasons,
  ...bundleReasons,
  ...evidenceReasons,
  ...routeReasons,
} as const satisfies Record<string, ReasonEntry>;

/** A stable reason id. */
export type ReasonId = keyof typeof REASONS;

/** True when `id` is in the catalog. */
export function isReasonId(id: string): id is ReasonId {
  return Object.hasOwn(REASONS, id);
}

/**
 * A reason for an event or a report.
 * @param detail what exactly was seen
 * @param next overrides the catalog's next step where the place knows a better one
 */
export function reason(id: ReasonId, detail?: string, next?: string): Reason {
  const entry: ReasonEntry = REASONS[id];
  return {
    id,
    class: entry.class,
    sentence: entry.sentence,
    ...(detail === undefined ? {} : { detail }),
    next: next ?? entry.next,
  };
}
