import type { ReasonEntry } from './reason.ts';

/** PF-: preflight. */
export const preflightReasons = {} as const satisfies Record<string, ReasonEntry>;
