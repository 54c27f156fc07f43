import { z } from 'zod';
import { errorDetail } from './errors.ts';
import { filledText, labelMap, queryCount, queryFlag, timestamp, withSpellings } from './fields.ts';

/**
 * Dot-separated lower-case identifier; letters, digits, hyphen, underscore (bus-api-provider-events page).
 * Wildcards never match.
 */
export const eventName = z
  .string()
  .max(200)
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, 'not a dot-separated lower-case event name');

/** Group and consumer names of a unicast stream. */
export const streamPartyName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);

/** Event ids look like `evt_` and nanoseconds since 1970; any short string is taken from a real stack. */
export const EVENT_ID_PREFIX = 'evt_';

/** Content type of a stream. */
export const STREAM_CONTENT_TYPE = 'application/x-ndjson';

/** Metadata keys by which a replay may be filtered (bus-api-provider-events page). */
export const METADATA_KEYS = [
  'bus.origin.environment.id',
  'bus.destination.environment.id',
  'bus.environment.id',
  'bus.sync.target.ids',
  'bus.service.kind',
  'bus.service.instance.id',
  'bus.recipient.id',
  'bus.parent.recipient.id',
] as const;

const CORRELATION_SPELLINGS = { correlationId: ['correlation_id'] } as const;

/**
 * Body of `POST /api/v1/events`. Both spellings of the correlation id are taken and `correlationId` is given.
 * `delivery` and caller-supplied identity fields are documented as ignored, so unknown members are dropped,
 * not refused.
 */
export const publishRequest = withSpellings(
  CORRELATION_SPELLINGS,
  z.object({
    name: eventName,
    correlationId: filledText(256).optional(),
    payload: z.unknown().optional(),
    metadata: labelMap.optional(),
  }),
);

/** An event to publish. */
export type PublishRequest = z.output<typeof publishRequest>;

/** Answer to a publish: 202 from the reference stack, 200 or 202 from a real one. */
export const publishAccepted = z.object({
  accepted: z
    .union([z.boolean(), filledText(64)])
    .transform((accepted) => accepted !== false && accepted !== 'false'),
  id: filledText(128),
  name: eventName,
});

/** Parsed acceptance: `accepted` as a boolean. */
export type PublishAccepted = z.output<typeof publishAccepted>;

/**
 * The error that a failure reply carries in its envelope. The contract names no field or shape, so a bare
 * string and `code` for `type` are taken.
 */
export const eventError = z.preprocess((raw) => {
  if (typeof raw === 'string') return { type: raw, message: raw };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const { type, code, message } = raw as Record<string, unknown>;
  return { ...raw, type: type ?? code, message: message ?? '' };
}, errorDetail);

/** One line of an event stream: one compact JSON document. */
export const streamLine = withSpellings(
  {
    ...CORRELATION_SPELLINGS,
    occurred_at: ['created_at', 'published_at', 'timestamp', 'time'],
  },
  z.object({
    id: filledText(128),
    name: eventName,
    correlationId: filledText(256).nullish().transform(absentWhenNull),
    payload: z.unknown().optional(),
    /** `sub` of the token that published it; stamped by the Events API, never taken from the body. */
    identity_id: filledText(256),
    metadata: labelMap.nullish().transform(absentWhenNull),
    occurred_at: timestamp.optional().catch(undefined),
    error: eventError.nullish().transform(absentWhenNull),
  }),
);

/** A parsed stream line: canonical spellings, absent members `undefined`. */
export type StreamLine = z.output<typeof streamLine>;

/** How listeners share a stream: each gets everything, or each event goes to one consumer of a group. */
export const DELIVERIES = ['broadcast', 'unicast'] as const;

/** One of {@link DELIVERIES}. */
export type Delivery = (typeof DELIVERIES)[number];

const metadataFilters = Object.fromEntries(
  METADATA_KEYS.map((key) => [key, filledText(512).optional()]),
) as Record<(typeof METADATA_KEYS)[number], z.ZodOptional<z.ZodString>>;

/**
 * Query of `GET /api/v1/events/stream`, from strings. A wildcard name fails here, as it must (400).
 * `delivery=work` is the older word for `unicast`. Unknown parameters are ignored.
 */
export const streamQuery = z.object({
  name: eventName,
  delivery: z
    .enum([...DELIVERIES, 'work'])
    .default('broadcast')
    .transform((delivery): Delivery => (delivery === 'work' ? 'unicast' : delivery)),
  group: streamPartyName.default('default'),
  consumer: streamPartyName.default('default'),
  replay: queryFlag.default(false),
  follow: queryFlag.default(true),
  limit: queryCount.pipe(z.int().max(10_000)).optional(),
  since: timestamp.optional(),
  until: timestamp.optional(),
  ...metadataFilters,
});

/** A parsed stream query. */
export type StreamQuery = z.output<typeof streamQuery>;

function absentWhenNull<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
