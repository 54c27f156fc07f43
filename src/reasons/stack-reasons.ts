import type { ReasonEntry } from './reason.ts';

/** ST-: profiles, starting, stopping and reaching the stack. */
export const stackReasons = {
  'ST-NOT-RUNNING': {
    class: 'platform',
    sentence: 'The stack is not running.',
    next: 'bus-setup start',
  },
  'ST-NOT-READY': {
    class: 'timeout',
    sentence: 'The stack did not become ready in time.',
    next: 'bus-setup status',
  },
} as const satisfies Record<string, ReasonEntry>;
