import type { ReasonEntry } from './reason.ts';

/** ST-: profiles, starting, stopping and reaching the stack. */
export const stackReasons = {
  'ST-PROFILE-UNKNOWN': {
    class: 'configuration',
    sentence: 'There is no profile with that name.',
    next: 'bus-setup profiles',
  },
  'ST-PROFILE-UNREADABLE': {
    class: 'configuration',
    sentence: 'The profile cannot be read.',
    next: 'name a readable file, smaller than 1 MiB and no link, with --profile FILE',
  },
  'ST-PROFILE-INVALID': {
    class: 'configuration',
    sentence: 'The profile has a mistake.',
    next: 'correct the line that the message names',
  },
  'ST-PORT-INVALID': {
    class: 'configuration',
    sentence: 'The gateway port is not a port number.',
    next: 'give a number from 0 to 65535 with --port or LOCAL_AI_PLATFORM_PORT; 0 picks a free one',
  },
  'ST-PORT-TAKEN': {
    class: 'configuration',
    sentence: 'Another program listens on the port of the gateway.',
    next: 'bus-setup start --port 0',
  },
  'ST-FOLDER-UNUSABLE': {
    class: 'configuration',
    sentence: 'The folder of the stack cannot be used.',
    next: 'name another folder with --output DIR',
  },
  'ST-PROGRAM-MISSING': {
    class: 'platform',
    sentence: 'The program of the embedded stack is not in this installation.',
    next: 'npm run build',
  },
  'ST-START-BUSY': {
    class: 'timeout',
    sentence: 'Another start or stop of the same stack does not come to an end.',
    next: 'bus-setup status',
  },
  'ST-START-CRASHED': {
    class: 'platform',
    sentence: 'The stack ended while it started.',
    next: 'bus-setup bundle',
  },
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
  'ST-SERVICE-UNKNOWN': {
    class: 'configuration',
    sentence: 'The profile has no service with that name.',
    next: 'bus-setup status',
  },
  'ST-RESTART-FAILED': {
    class: 'platform',
    sentence: 'The service did not come back after its restart.',
    next: 'bus-setup status',
  },
  'ST-STOP-FAILED': {
    class: 'platform',
    sentence: 'The stack could not be stopped.',
    next: 'bus-setup status',
  },
} as const satisfies Record<string, ReasonEntry>;
