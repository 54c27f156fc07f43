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
  'RN-TOO-MANY-FILES': {
    class: 'configuration',
    sentence: 'The system gives this program no more open files.',
    next: 'raise the limit of this shell, e.g. ulimit -n 1024, then bus-setup --resume',
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
  'RN-FOLDER-BUSY': {
    class: 'refused',
    sentence: 'Another run works in this folder.',
    next: 'wait until it has ended, or name another folder with --output DIR',
  },
  'RN-NOTHING-TO-RESUME': {
    class: 'not-applicable',
    sentence: 'There is no unfinished run to resume.',
    next: 'bus-setup',
  },
  'RN-JOURNAL-VERSION': {
    class: 'configuration',
    sentence:
      'The last run was recorded by another version of bus-setup, in a format that this one does not know.',
    next: 'resume it with the version that began it, or begin anew with --fresh; nothing of it is touched',
  },
  'RN-JOURNAL-DAMAGED': {
    class: 'platform',
    sentence: 'The journal of the last run is damaged from its first line on.',
    next: 'begin anew with --fresh; the damaged journal stays where it is',
  },
  'RN-ANSWER-REDACTED': {
    class: 'credential',
    sentence: 'An answer of the unfinished run held a secret, which was not kept.',
    next: 'give the flag that is named once more, beside --resume',
  },
  'RN-CODE-MISTYPED': {
    class: 'configuration',
    sentence: 'The support code has a typing mistake.',
    next: 'compare it group by group with the Done screen or the report',
  },
  'RN-CODE-NEWER': {
    class: 'configuration',
    sentence: 'The support code was made by a newer version.',
    next: 'npm install --global @busdk/setup',
  },
  'RN-TRANSCRIPT-UNUSABLE': {
    class: 'configuration',
    sentence: 'The transcript cannot be written to that file.',
    next: 'name a file that does not exist yet with --transcript FILE',
  },
  'RN-INTERNAL': {
    class: 'platform',
    sentence: 'The program failed in a way it should not.',
    next: 'run it again with --debug, and send the diagnostic bundle to support',
  },
} as const satisfies Record<string, ReasonEntry>;
