import type { ReasonEntry } from './reason.ts';

/** PR-: what has to come back as it was given: events, notes and tasks. */
export const proofRecordReasons = {
  'PR-EVENTS-ACCEPT-SHAPE': {
    class: 'platform',
    sentence: 'The answer to a published event is not of the documented shape.',
    next: 'look at the version of bus-events',
  },
  'PR-EVENTS-NOT-ACCEPTED': {
    class: 'platform',
    sentence: 'An event was answered with success and not accepted.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-ID-REPEATED': {
    class: 'platform',
    sentence: 'Two events have the same id.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-LOST': {
    class: 'platform',
    sentence: 'A published event did not come back.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-REPEATED': {
    class: 'platform',
    sentence: 'More events came back than were published.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-ORDER': {
    class: 'platform',
    sentence: 'Events came back in another order.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-ALTERED': {
    class: 'platform',
    sentence: 'An event came back changed.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-OPEN': {
    class: 'platform',
    sentence: 'Events let in what must be refused.',
    next: 'look at the version of bus-events',
  },
  'PR-REPLY-REPEATED': {
    class: 'platform',
    sentence: 'A worker answered one request more than once.',
    next: 'see that one worker of each kind runs',
  },
  'PR-WORKER-ERROR': {
    class: 'platform',
    sentence: 'A worker answered with an error.',
    next: 'look at the log of the worker that the detail names',
  },
  'PR-NOTES-SHAPE': {
    class: 'platform',
    sentence: 'The answer of the notes API is not of the documented shape.',
    next: 'look at the version of bus-notes-api',
  },
  'PR-NOTES-ALTERED': {
    class: 'platform',
    sentence: 'A note came back changed.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-NOT-STORED': {
    class: 'platform',
    sentence: 'A note that the service answers for is not in the database of the stack.',
    next: 'look at the settings of bus-notes-api: it may keep notes in memory',
  },
  'PR-NOTES-LOST': {
    class: 'platform',
    sentence: 'A note that was written is not there.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-UNFINDABLE': {
    class: 'platform',
    sentence: 'A note that is there is not found by its text.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-SEARCH': {
    class: 'platform',
    sentence: 'A search of the notes finds what it must not.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-FOREIGN': {
    class: 'platform',
    sentence: 'An account reaches the notes of another one.',
    next: 'do not use this stack for more than one account; look at the version of bus-notes-api',
  },
  'PR-NOTES-PUBLIC': {
    class: 'platform',
    sentence: 'A note opens without a token.',
    next: 'look at the version of bus-notes-api',
  },
  'PR-NOTES-UNDELETED': {
    class: 'platform',
    sentence: 'A deleted note is still there.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-TASK-UNFINISHED': {
    class: 'timeout',
    sentence: 'A task did not reach done in time.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-FAILED': {
    class: 'platform',
    sentence: 'A task ended without being done.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-UNCLAIMED': {
    class: 'platform',
    sentence: 'A task was done that nobody claimed.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-CLAIMED-TWICE': {
    class: 'platform',
    sentence: 'A task was claimed more than once.',
    next: 'see that the workers share one stream group',
  },
  'PR-TASK-DONE-TWICE': {
    class: 'platform',
    sentence: 'A task was done more than once.',
    next: 'see that the workers share one stream group',
  },
  'PR-TASK-OTHER-WORKER': {
    class: 'platform',
    sentence: 'Another worker finished a task than the one that claimed it.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-STRAY-CLAIM': {
    class: 'platform',
    sentence: 'A worker claimed a task of another recipient.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-SHAPE': {
    class: 'platform',
    sentence: 'A task event is not of the expected shape.',
    next: 'look at the version of bus-integration-task',
  },
} as const satisfies Record<string, ReasonEntry>;
