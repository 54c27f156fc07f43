import type { ReasonEntry } from './reason.ts';

/** PR-: proof. */
export const proofReasons = {} as const satisfies Record<string, ReasonEntry>;
