import type { CodexFailureCode } from '../../../contract/codex-failures.ts';
import type { TurnError } from './app-server-messages.ts';

/** Kinds of Codex that say all that is needed. */
const BY_KIND: Readonly<Record<string, CodexFailureCode>> = {
  unauthorized: 'codex_credentials_rejected',
  usageLimitExceeded: 'codex_rate_limited',
  rateLimitExceeded: 'codex_rate_limited',
  sessionBudgetExceeded: 'codex_rate_limited',
  serverOverloaded: 'codex_provider_failed',
  internalServerError: 'codex_provider_failed',
  badRequest: 'codex_request_refused',
  contextWindowExceeded: 'codex_request_refused',
  modelNotFound: 'codex_request_refused',
};

/** The CLI has no kind for these two; its English is all there is. */
const REFRESH_FAILED =
  /refresh.{0,20}token|token.{0,40}(?:expired|revoked|invalidated)|log ?in again|sign(?:ed)? in again/i;
const STREAM_ENDED = /^stream disconnected/i;

/**
 * Tells why a turn failed, from what the Codex CLI says of it.
 * @param error the turn's error, or the last of an attempt when the time ran out
 * @param answering whether a part of the answer had come
 */
export function turnFailure(error: TurnError | undefined, answering: boolean): CodexFailureCode {
  if (error === undefined) return 'codex_failed';
  const { kind, httpStatus } = error.codexErrorInfo;
  if (REFRESH_FAILED.test(error.message)) return 'codex_credentials_expired';
  if (httpStatus !== undefined) return byStatus(httpStatus);
  const known = Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;
  if (known !== undefined) return known;
  if (answering || STREAM_ENDED.test(error.message)) return 'codex_stream_cut';
  if (/^(?:httpConnection|responseStream|responseTooMany)/.test(kind)) return 'codex_provider_unreachable';
  return 'codex_failed';
}

function byStatus(status: number): CodexFailureCode {
  if (status === 401 || status === 403) return 'codex_credentials_rejected';
  if (status === 402 || status === 429) return 'codex_rate_limited';
  return status >= 500 ? 'codex_provider_failed' : 'codex_request_refused';
}
