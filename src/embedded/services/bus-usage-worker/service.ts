import { BILLING_EVENTS, USAGE_EVENTS } from '../../../contract/event-names.ts';
import {
  type UsageRecordPayload,
  type UsageRecordResult,
  usagePagePayload,
  usageRecordPayload,
} from '../../../contract/usage.ts';
import { answerRequests } from '../../events/answer-requests.ts';
import { EventsClient } from '../../events-client.ts';
import type { ServiceDefinition } from '../../service.ts';
import { type ExportRule, exportsOf, readExportRules } from './billing-export.ts';
import { UsageStore } from './usage-store.ts';

/**
 * Ingests usage records from Events, and hands what is billable on to billing (module page bus-integration-usage).
 */
export const busUsageWorker: ServiceDefinition = {
  id: 'bus-usage-worker',
  dependsOn: ['bus-events'],
  async start(context) {
    const rules = await readExportRules(context.env);
    const store = await UsageStore.open(context.database);
    const events = new EventsClient(context);
    const selector = (query: { before?: string | undefined; page: number; page_size: number }) => ({
      ...query,
      before: query.before ?? context.now().toISOString(),
    });
    await Promise.all([
      answerRequests(context, events, {
        name: USAGE_EVENTS.recordRequest,
        schema: usageRecordPayload,
        answer: async (payload) => {
          const result = await store.record(payload, context.now());
          await publishExports(events, payload, result.id, rules);
          return acknowledged(payload, result);
        },
      }),
      answerRequests(context, events, {
        name: USAGE_EVENTS.listRequest,
        schema: usagePagePayload,
        answer: (query) => store.list(selector(query)),
      }),
      answerRequests(context, events, {
        name: USAGE_EVENTS.deleteRequest,
        schema: usagePagePayload,
        answer: async (query) => ({ deleted: await store.delete(selector(query)) }),
      }),
    ]);
    return { stop: () => events.close() };
  },
};

/**
 * Asks billing to export a record. It is asked for a repeated record too: had the first try failed between
 * recording and asking, this is the retry; had it not, billing knows the key.
 */
async function publishExports(
  events: EventsClient,
  payload: UsageRecordPayload,
  recordId: number,
  rules: readonly ExportRule[],
): Promise<void> {
  for (const request of exportsOf(payload, recordId, rules)) {
    await events.publish({
      name: BILLING_EVENTS.usageExportRequest,
      correlationId: request.event_id,
      payload: request,
    });
  }
}

function acknowledged(
  payload: UsageRecordPayload,
  result: { id: number; recorded: boolean },
): UsageRecordResult {
  return { ...result, ...(payload.event_id === undefined ? {} : { event_id: payload.event_id }) };
}
