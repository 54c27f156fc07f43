import type { Reason } from '../../reasons/reason.ts';

/** The reason of the check that fails in the stories. */
export const NOTES_LOST: Reason = {
  id: 'PR-NOTES-LOST',
  class: 'platform',
  sentence: 'The note is gone after a restart.',
  detail: 'expected 1 note with the marker of this run, got 0 after bus-notes-api had been restarted',
  next: 'bus-setup logs bus-notes-api',
};

/** The reason of the check that is skipped in the stories. */
export const NOT_OPTED_IN: Reason = {
  id: 'CX-NOT-OPTED-IN',
  class: 'not-applicable',
  sentence: 'The live model call was not opted in.',
  next: 'BUS_LOCAL_AI_PLATFORM_LIVE_CODEX=1 bus-setup proof --only live-codex',
};

/** The reason of the start that fails in the stories. */
export const NOT_READY: Reason = {
  id: 'ST-NOT-READY',
  class: 'timeout',
  sentence: 'The stack did not become ready in time.',
  detail: 'bus-llm did not answer /readyz within 60 s',
  next: 'bus-setup status',
};

/** The reason of the preflight that refuses in the stories. */
export const SECRET_FOUND: Reason = {
  id: 'PF-TRACKED-SECRET',
  class: 'refused',
  sentence: 'A tracked file holds a real provider secret.',
  detail: 'deploy/stripe.env line 4 (Stripe secret key)',
  next: 'remove it from the file and from history, and revoke the key',
};

/** The reason of the proof that fails in the stories. */
export const NOT_PROVEN = {
  ...NOTES_LOST,
  id: 'PR-NOT-PROVEN',
  sentence: 'A required check failed.',
  detail: 'notes-persistence',
};

/** The reason of the proof that finds no stack in the stories. */
export const NOT_RUNNING: Reason = {
  id: 'ST-NOT-RUNNING',
  class: 'platform',
  sentence: 'The stack is not running.',
  next: 'bus-setup start',
};
