import type { ReasonEntry } from './reason.ts';

/** RN-: the run itself, the command line and the run folder. */
export const runReasons = {
  'RN-USAGE': {
    class: 'configuration',
    sentence: 'The command line was not understood.',
    next: 'bus-setup --help',
  },
  'RN-OUTPUT-UNUSABLE': {
    class: 'configuration',
    sentence: 'The output folder cannot be used.',
    next: 'name another folder with --output DIR',
  },
  'RN-DISK-FULL': {
    class: 'configuration',
    sentence: 'The disk of the output folder is full.',
    next: 'free some space, or name another folder with --output DIR',
  },
  'RN-INPUT-NEEDED': {
    class: 'configuration',
    sentence: 'A question has no answer and --no-input forbids asking.',
    next: 'give the answer with the flag that the message names',
  },
  'RN-CANCELLED': {
    class: 'refused',
    sentence: 'The run was cancelled.',
    next: 'bus-setup',
  },
  'RN-INTERNAL': {
    class: 'platform',
    sentence: 'The program failed in a way it should not.',
    next: 'run it again with --debug, and send the diagnostic bundle to support',
  },
} as const satisfies Record<string, ReasonEntry>;
