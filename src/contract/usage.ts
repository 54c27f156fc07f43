import { z } from 'zod';
import {
  count,
  emptyWhenNull,
  filledText,
  jsonObject,
  queryCount,
  requestUuid,
  timestamp,
  withSpellings,
} from './fields.ts';

/** Every `event_type` the usage worker takes (bus-integration-usage page); anything else is refused. */
export const USAGE_EVENT_TYPES = [
  'request_started',
  'runtime_ready',
  'backend_request_started',
  'backend_request_finished',
  'usage_recorded',
  'usage_missing',
  'request_failed',
  'client_aborted',
  'container_run_requested',
  'container_run_finished',
  'container_run_failed',
  'runtime_start_requested',
  'runtime_start_finished',
  'runtime_start_failed',
  'runtime_stop_requested',
  'runtime_stop_finished',
  'runtime_stop_failed',
  'container.run',
] as const;

/** One of {@link USAGE_EVENT_TYPES}. */
export type UsageEventType = (typeof USAGE_EVENT_TYPES)[number];

/** Records on a page when the caller names no size. */
export const USAGE_PAGE_SIZE_DEFAULT = 1000;

/** Greatest page size; a greater one is capped, which is no error. */
export const USAGE_PAGE_SIZE_MAX = 10_000;

/**
 * Query of `GET` and `DELETE /api/internal/usage-events`, from strings; `before` is inclusive, default now.
 */
export const usagePageQuery = z.strictObject({
  before: timestamp.optional(),
  page: queryCount.default(1),
  page_size: queryCount
    .transform((size) => Math.min(size, USAGE_PAGE_SIZE_MAX))
    .default(USAGE_PAGE_SIZE_DEFAULT),
});

/** A parsed page selector. */
export type UsagePageQuery = z.output<typeof usagePageQuery>;

/** One recorded usage event. Real stacks may know more event types than the contract does. */
export const usageItem = z.object({
  id: count,
  event_id: z.string().max(256).optional(),
  occurred_at: timestamp,
  account_id: z.string().max(256).optional(),
  event_type: filledText(128),
  data: jsonObject.nullish(),
});

/** A parsed usage record. */
export type UsageItem = z.output<typeof usageItem>;

/** Answer of the collector's list: ordered by `occurred_at`, then `id`. */
export const usagePage = z.object({
  items: emptyWhenNull(z.array(usageItem).max(USAGE_PAGE_SIZE_MAX)),
  page: z.int().min(1),
  page_size: z.int().min(1),
  before: timestamp,
  has_more: z.boolean(),
});

/** A parsed page of usage records. */
export type UsagePage = z.output<typeof usagePage>;

/** Answer of the collector's delete. */
export const usageDeleted = z.object({ deleted: count });

/** Parsed count of deleted records. */
export type UsageDeleted = z.output<typeof usageDeleted>;

/**
 * Payload of `bus.usage.record.request`. `event_id` makes a retry harmless; it must hold no secret, nor may
 * `data`.
 */
export const usageRecordPayload = z.strictObject({
  event_type: z.enum(USAGE_EVENT_TYPES),
  event_id: filledText(256).optional(),
  account_id: requestUuid.optional(),
  occurred_at: timestamp.optional(),
  data: jsonObject.optional(),
});

/** A usage record to ingest. */
export type UsageRecordPayload = z.output<typeof usageRecordPayload>;

/**
 * Payload of `bus.usage.record.response`. Field names are this project's choice; all are optional on a real
 * stack.
 */
export const usageRecordResult = withSpellings(
  { recorded: ['accepted', 'ok'] },
  z.object({
    /** False when the `event_id` was there already and no row was added. */
    recorded: z.boolean().optional(),
    id: count.optional(),
    event_id: z.string().max(256).optional(),
  }),
);

/** Parsed acknowledgement of a usage record. */
export type UsageRecordResult = z.output<typeof usageRecordResult>;

/**
 * Payload of `bus.usage.list.request` and `bus.usage.delete.request`: the page selector with JSON numbers.
 */
export const usagePagePayload = z.strictObject({
  before: timestamp.optional(),
  page: z.int().min(1).default(1),
  page_size: z
    .int()
    .min(1)
    .transform((size) => Math.min(size, USAGE_PAGE_SIZE_MAX))
    .default(USAGE_PAGE_SIZE_DEFAULT),
});

/** One rule of a billing export policy (bus-integration-usage page). */
export const exportRule = z.strictObject({
  event_type: z.enum(USAGE_EVENT_TYPES),
  feature: filledText(128),
  meter_event_name: filledText(128),
  /** Key inside the record's `data` that holds the quantity in meter units. */
  quantity_field: filledText(128).optional(),
});

/** A billing export policy file: `{"rules":[…]}`. */
export const exportPolicy = z.strictObject({ rules: z.array(exportRule).max(256) });

/** A parsed billing export policy. */
export type ExportPolicy = z.output<typeof exportPolicy>;

/**
 * The built-in export rules. A container's `duration_ms` becomes seconds, rounded up, before it is a
 * quantity.
 */
export const DEFAULT_EXPORT_RULES = [
  {
    event_type: 'usage_recorded',
    feature: 'llm:proxy',
    meter_event_name: 'bus_llm_tokens',
    quantity_field: 'total_tokens',
    divisor: 1,
  },
  {
    event_type: 'container_run_finished',
    feature: 'container:run',
    meter_event_name: 'bus_container_runtime_seconds',
    quantity_field: 'duration_ms',
    divisor: 1000,
  },
] as const;
