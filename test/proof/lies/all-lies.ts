import { BILLING_LIES } from './billing-lies.ts';
import { BILLING_STORY_LIES } from './billing-story-lies.ts';
import { ENTITLEMENT_LIES } from './entitlement-lies.ts';
import { EVENTS_LIES } from './events-lies.ts';
import { GATEWAY_LIES } from './gateway-lies.ts';
import { IDENTITY_LIES } from './identity-lies.ts';
import type { ToldLie } from './lie.ts';
import { NOTES_LIES } from './notes-lies.ts';
import { PLAN_LIES } from './plan-lies.ts';
import { RUNTIME_LIES } from './runtime-lies.ts';
import { TASK_LIES } from './task-lies.ts';
import { TOKEN_LIES } from './token-lies.ts';
import { USAGE_LIES } from './usage-lies.ts';
import { WAITLIST_LIES } from './waitlist-lies.ts';
import { WIRE_LIES } from './wire-lies.ts';

/** Lies in what the stack says: each is aimed at one sentence of one check. */
export const TOLD_LIES: readonly ToldLie[] = [
  ...GATEWAY_LIES,
  ...RUNTIME_LIES,
  ...WAITLIST_LIES,
  ...IDENTITY_LIES,
  ...TOKEN_LIES,
  ...BILLING_LIES,
  ...PLAN_LIES,
  ...ENTITLEMENT_LIES,
  ...USAGE_LIES,
  ...EVENTS_LIES,
  ...NOTES_LIES,
  ...TASK_LIES,
];

/** Every lie there is. */
export const ALL_LIES: readonly ToldLie[] = [...TOLD_LIES, ...BILLING_STORY_LIES, ...WIRE_LIES];
