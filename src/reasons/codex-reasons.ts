import type { ReasonEntry } from './reason.ts';

/** CX-: codex. */
export const codexReasons = {} as const satisfies Record<string, ReasonEntry>;
