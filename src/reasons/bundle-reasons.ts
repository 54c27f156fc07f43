import type { ReasonEntry } from './reason.ts';

/** BN-: bundle. */
export const bundleReasons = {} as const satisfies Record<string, ReasonEntry>;
