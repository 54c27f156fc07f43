import { didYouMeanQuestion } from '../../reasons/did-you-mean.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { Profile } from '../../stack/profile-schema.ts';
import type { Check } from '../check.ts';
import { type PlannedCheck, withNeeds } from '../selection.ts';
import { authLifecycle } from './auth-lifecycle.ts';
import { authWaitlist } from './auth-waitlist.ts';
import { billingCatalog } from './billing-catalog.ts';
import { billingEnforcement } from './billing-enforcement.ts';
import { billingExport } from './billing-export.ts';
import { billingQuota } from './billing-quota.ts';
import { billingStatus } from './billing-status.ts';
import { billingWindows } from './billing-windows.ts';
import { containersStatus } from './containers-status.ts';
import { devTask } from './dev-task.ts';
import { entitlement } from './entitlement.ts';
import { eventsReplay } from './events-replay.ts';
import { gatewayReady } from './gateway-ready.ts';
import { hostedBoundaries } from './hosted-boundaries.ts';
import { internalExposure } from './internal-exposure.ts';
import { liveCodex } from './live-codex.ts';
import { models } from './models.ts';
import { notesPersistence } from './notes-persistence.ts';
import { portal } from './portal.ts';
import { stripeTestMode } from './stripe-test-mode.ts';
import { stripeWebhook } from './stripe-webhook.ts';
import { supportWindow } from './support-window.ts';
import { tokenBoundaries } from './token-boundaries.ts';
import { usageIngest } from './usage-ingest.ts';
import { vmStatus } from './vm-status.ts';

/** Every check of the proof, in the order in which people read them. */
export const CHECKS: readonly Check[] = [
  gatewayReady,
  models,
  authWaitlist,
  authLifecycle,
  tokenBoundaries,
  hostedBoundaries,
  internalExposure,
  billingStatus,
  billingCatalog,
  entitlement,
  billingQuota,
  billingWindows,
  billingExport,
  billingEnforcement,
  usageIngest,
  eventsReplay,
  portal,
  notesPersistence,
  vmStatus,
  containersStatus,
  devTask,
  stripeWebhook,
  stripeTestMode,
  supportWindow,
  liveCodex,
].map(behindTheGateway);

/**
 * The checks that a profile asks for, in the order of the catalog, and those that they need.
 * @throws SetupError `PR-UNKNOWN-CHECK` when the profile names a check that does not exist
 */
export function checksOf(profile: Profile, catalog: readonly Check[] = CHECKS): readonly PlannedCheck[] {
  const required = new Set(profile.checks.required);
  const asked = new Set([...required, ...profile.checks.optional]);
  const known = new Map(catalog.map((check) => [check.id, check]));
  const unknown = [...asked].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const meant = didYouMeanQuestion(unknown[0] ?? '', [...known.keys()]);
    throw new SetupError('PR-UNKNOWN-CHECK', `${unknown.join(', ')}.${meant}`);
  }
  const wanted = withNeeds(asked, known);
  return catalog
    .filter(({ id }) => wanted.has(id))
    .map((check) => ({ check, required: required.has(check.id) }));
}

/** Nothing behind a gateway that does not answer can be judged. */
function behindTheGateway(check: Check): Check {
  if (check === gatewayReady) return check;
  return { ...check, needs: [gatewayReady.id, ...(check.needs ?? [])] };
}
