import { z } from 'zod';
import type { ErrorType } from './errors.ts';

/** How a failed Codex turn is told: status and type of the HTTP answer, and a sentence without the provider's words. */
export interface CodexFailureAnswer {
  readonly status: number;
  readonly type: ErrorType;
  readonly message: string;
}

/**
 * Why a turn of the Codex CLI failed. The contract leaves open how a failure inside Codex surfaces; this project puts
 * the key into `error.code`, as OpenAI does. No status is 401 or 403: those speak of the caller's token, not of the
 * stack's Codex credentials.
 */
export const CODEX_FAILURES = {
  codex_cli_failed: { status: 503, type: 'backend_unavailable', message: 'the Codex CLI cannot be run' },
  codex_credentials_missing: { status: 503, type: 'backend_unavailable', message: 'Codex is not logged in' },
  codex_credentials_rejected: { status: 502, type: 'bad_gateway', message: 'the credentials were rejected' },
  codex_credentials_expired: { status: 502, type: 'bad_gateway', message: 'the login cannot be renewed' },
  codex_rate_limited: { status: 429, type: 'rate_limited', message: 'the provider’s limit is reached' },
  codex_request_refused: { status: 502, type: 'bad_gateway', message: 'the provider refused the request' },
  codex_provider_failed: { status: 502, type: 'bad_gateway', message: 'the provider failed' },
  codex_provider_unreachable: {
    status: 502,
    type: 'bad_gateway',
    message: 'the provider cannot be reached',
  },
  codex_stream_cut: { status: 502, type: 'bad_gateway', message: 'the answer broke off in the middle' },
  codex_timeout: {
    status: 504,
    type: 'backend_unavailable',
    message: 'the provider did not answer in time',
  },
  codex_failed: { status: 502, type: 'bad_gateway', message: 'Codex failed' },
} as const satisfies Record<string, CodexFailureAnswer>;

/** Key of {@link CODEX_FAILURES}. */
export type CodexFailureCode = keyof typeof CODEX_FAILURES;

/** The error body of a failed turn, in OpenAI's form. A stack of somebody else may leave the code out. */
export const codexFailureBody = z.object({
  error: z.object({ code: z.string().max(128).nullish(), type: z.string().max(128).nullish() }),
});

/** True for a code of {@link CODEX_FAILURES}. */
export function isCodexFailureCode(code: string): code is CodexFailureCode {
  return Object.hasOwn(CODEX_FAILURES, code);
}
