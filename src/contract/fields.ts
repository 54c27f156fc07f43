import { z } from 'zod';

/**
 * A string of at most `max` UTF-16 units: everything the wire carries has an end.
 * @param max greatest length
 */
export function text(max: number) {
  return z.string().max(max);
}

/**
 * A string of 1 to `max` UTF-16 units.
 * @param max greatest length
 */
export function filledText(max: number) {
  return z.string().min(1).max(max);
}

/** An RFC 3339 time with any precision and any offset (`2026-05-01T10:00:00.123456789Z`). */
export const timestamp = z.iso.datetime({ offset: true }).max(64);

/** A UUID of any version as Bus services print it. Identity and account ids are UUIDs (JWT page). */
export const uuid = z.guid();

/** A UUID in a request: either case is taken, lower case is kept. */
export const requestUuid = z.guid().toLowerCase();

/** A whole number from zero up, no greater than JavaScript counts exactly. */
export const count = z.int().min(0);

/**
 * A free-form JSON object, as in `data` of a usage record. Its depth is bounded by the byte limit of its
 * carrier.
 */
export const jsonObject = z.record(z.string().max(256), z.unknown());

/** A flat map of short labels, as in event metadata. At most 64 entries. */
export const labelMap = z
  .record(z.string().max(128), z.string().max(512))
  .refine((labels) => Object.keys(labels).length <= 64, 'more than 64 labels');

/** A URL that a browser may be sent to: `http` or `https` only. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(2048);

/** A body that carries nothing: absent, or `{}`. */
export const emptyBody = z.strictObject({}).optional();

/** A flag in a query string: exactly `true` or `false`. */
export const queryFlag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A positive whole number in a query string, in plain decimal digits. */
export const queryCount = z
  .string()
  .regex(/^[0-9]{1,9}$/)
  .transform(Number)
  .pipe(z.int().min(1));

/**
 * Accepts the spellings of a field that the contract leaves open, and gives the one canonical spelling.
 * @param aliases canonical field name to the other spellings, best first; the canonical one wins when both are there
 * @param schema what the renamed object must satisfy
 */
export function withSpellings<T extends z.ZodType>(
  aliases: Readonly<Record<string, readonly string[]>>,
  schema: T,
) {
  return z.preprocess((raw) => renamed(raw, aliases), schema);
}

/**
 * A list in an answer. The services are written in Go, where an empty list that nobody filled is printed as `null`; it
 * is read as the empty list. A field that is missing altogether stays a mistake.
 * @param list schema of the list
 */
export function emptyWhenNull<T extends z.ZodType>(list: T) {
  return z.preprocess((raw) => (raw === null ? [] : raw), list);
}

/**
 * Accepts a bare array or an object that wraps it, and gives `{ items }`.
 * @param wrappers names the array may have inside an object, best first
 * @param item schema of one entry
 * @param max greatest number of entries
 */
export function listOf<T extends z.ZodType>(wrappers: readonly string[], item: T, max: number) {
  return z.preprocess(
    (raw) => (raw === null || Array.isArray(raw) ? { items: raw } : renamed(raw, { items: wrappers })),
    z.object({ items: emptyWhenNull(z.array(item).max(max)) }),
  );
}

function renamed(raw: unknown, aliases: Readonly<Record<string, readonly string[]>>): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const source: Record<string, unknown> = { ...raw };
  for (const [canonical, others] of Object.entries(aliases)) {
    if (source[canonical] !== undefined) continue;
    const spelling = others.find((other) => Object.hasOwn(source, other) && source[other] !== undefined);
    if (spelling !== undefined) source[canonical] = source[spelling];
  }
  return source;
}
