import { z } from 'zod';
import { filledText, text } from './fields.ts';

/**
 * Every error type that the module pages name, with the status the reference stack answers it with.
 * Where the contract leaves the type unnamed (`storage_unavailable`, `backend_unavailable`, `bad_gateway`,
 * `rate_limited`, `method_not_allowed`, `invalid_signature`, `conflict`) the name is this project's choice.
 */
export const ERROR_STATUS = {
  invalid_auth: 401,
  insufficient_access: 403,
  forbidden: 403,
  bad_request: 400,
  invalid_signature: 400,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  billing_required: 402,
  quota_exceeded: 402,
  request_body_too_large: 413,
  rate_limited: 429,
  streaming_unavailable: 500,
  internal_error: 500,
  bad_gateway: 502,
  billing_unavailable: 503,
  storage_unavailable: 503,
  backend_unavailable: 503,
} as const satisfies Record<string, number>;

/** An error type of the contract. */
export type ErrorType = keyof typeof ERROR_STATUS;

/** What stands under `error`: a type to branch on and a sentence to read, sometimes what to do next. */
export const errorDetail = z.object({
  type: filledText(128),
  message: text(4096),
  /** A hint such as `setup_billing` (bus-api-provider-containers page). */
  action: text(512).optional(),
  /** A command for the customer such as `bus billing setup`. */
  command: text(512).optional(),
});

/** Parsed `error` member. */
export type ErrorDetail = z.infer<typeof errorDetail>;

/**
 * The error body of every Bus service. The OpenAI shape (`code` beside or instead of `type`) and a bare
 * string are taken too, because not every page prints its envelope.
 */
export const errorEnvelope = z.object({
  error: z.preprocess((raw) => {
    if (typeof raw === 'string') return { type: 'unknown', message: raw };
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
    const { type, code, message } = raw as Record<string, unknown>;
    return { ...raw, type: type ?? code, message: message ?? '' };
  }, errorDetail),
});

/** Parsed error body. */
export type ErrorEnvelope = z.infer<typeof errorEnvelope>;
