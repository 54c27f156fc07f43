import type { z } from 'zod';
import { BILLING_PROVIDER_LABEL, entitlementCheckRequest } from '../../../contract/billing.ts';
import {
  billingStatusPayload,
  checkoutSessionPayload,
  portalSessionPayload,
  subscriptionUpdatePayload,
  usageExportPayload,
} from '../../../contract/billing-events.ts';
import { BILLING_EVENTS } from '../../../contract/event-names.ts';
import { durationMs } from '../../duration.ts';
import { answerRequests, type RequestAnswer } from '../../events/answer-requests.ts';
import { DEFAULT_REQUEST_TIMEOUT_MS, EventsClient } from '../../events-client.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { CatalogStore } from '../bus-billing-api/catalog-store.ts';
import { type BillingRecords, entitlementOf, statusOf } from './account-billing.ts';
import type { BillingProvider } from './billing-provider.ts';
import { localProvider } from './local-provider.ts';
import { readQuotaConfig } from './quota-config.ts';
import { stripeEventsProvider } from './stripe-events-provider.ts';
import { applySubscriptionUpdate, findSubscription } from './subscriptions.ts';
import { openBillingTables } from './tables.ts';
import { exportUsage } from './usage-export.ts';

/** Requests of one kind in hand at the same time: one that waits for the provider must not hold up the others. */
const CONCURRENCY = 8;

/** Owns billing state: subscriptions, quotas, exports (module page bus-integration-billing). */
export const busBillingWorker: ServiceDefinition = {
  id: 'bus-billing-worker',
  dependsOn: ['bus-events'],
  async start(context) {
    const events = new EventsClient(context);
    const quotaFile = context.env.BUS_BILLING_QUOTA_CONFIG;
    const records: BillingRecords = {
      database: await openBillingTables(context.database),
      catalog: await CatalogStore.open(context.database),
      configuredQuotas: quotaFile ? await readQuotaConfig(quotaFile) : undefined,
    };
    await answerAll(context, events, records, chooseProvider(context, events));
    return { stop: () => events.close() };
  },
};

async function answerAll(
  context: ServiceContext,
  events: EventsClient,
  records: BillingRecords,
  provider: BillingProvider,
): Promise<void> {
  const { database } = records;
  const timeOf = (account: string) => context.accountNow?.(account) ?? context.now();
  const customerOf = async (accountId: string) => (await findSubscription(database, accountId))?.customerId;
  const answer = <T extends z.ZodType>(request: RequestAnswer<T>) =>
    answerRequests(context, events, {
      storageError: 'billing_unavailable',
      concurrency: CONCURRENCY,
      ...request,
    });

  await Promise.all([
    answer({
      name: BILLING_EVENTS.statusRequest,
      schema: billingStatusPayload,
      answer: ({ account_id }) => statusOf(records, account_id, timeOf(account_id)),
    }),
    answer({
      name: BILLING_EVENTS.entitlementCheckRequest,
      schema: entitlementCheckRequest,
      answer: (question) => entitlementOf(records, question, timeOf(question.account_id)),
    }),
    answer({
      name: BILLING_EVENTS.checkoutSessionRequest,
      schema: checkoutSessionPayload,
      answer: async ({ account_id: accountId, feature, return_url: returnUrl }) =>
        provider.checkoutSession({
          accountId,
          customerId: await customerOf(accountId),
          feature,
          returnUrl,
        }),
    }),
    answer({
      name: BILLING_EVENTS.portalSessionRequest,
      schema: portalSessionPayload,
      answer: async ({ account_id: accountId, return_url: returnUrl }) =>
        provider.portalSession({ accountId, customerId: await customerOf(accountId), returnUrl }),
    }),
    answer({
      name: BILLING_EVENTS.subscriptionUpdate,
      schema: subscriptionUpdatePayload,
      // In the order they were published: the last one counts.
      concurrency: 1,
      answer: (update) => applySubscriptionUpdate(database, update, context.now()),
    }),
    answer({
      name: BILLING_EVENTS.usageExportRequest,
      schema: usageExportPayload,
      answer: (payload) =>
        exportUsage({ database, provider, now: () => timeOf(payload.account_id) }, payload),
    }),
  ]);
}

/** @throws Error when `BUS_BILLING_PROVIDER_BACKEND` is neither `local` nor `events` */
function chooseProvider(context: ServiceContext, events: EventsClient): BillingProvider {
  const label = context.env.BUS_BILLING_PROVIDER || BILLING_PROVIDER_LABEL;
  const { env } = context;
  const backend = env.BUS_BILLING_PROVIDER_BACKEND || env.BUS_LOCAL_BILLING_PROVIDER_BACKEND || 'local';
  if (backend === 'local') return localProvider(label);
  if (backend !== 'events') throw new Error('the billing provider backend must be local or events');
  const timeoutMs = durationMs(withUnit(env.BUS_BILLING_PROVIDER_TIMEOUT), DEFAULT_REQUEST_TIMEOUT_MS);
  return stripeEventsProvider({ events, label, timeoutMs, signal: context.signal });
}

/** A bare whole number means seconds here (module page bus-integration-billing). */
function withUnit(setting: string | undefined): string | undefined {
  return setting !== undefined && /^[0-9]+$/.test(setting) ? `${setting}s` : setting;
}
