import type { ReasonId } from '../reasons/catalog.ts';
import { CheckFailure } from './check-failure.ts';
import { plain } from './plain-text.ts';

/** Error codes of Node and undici that say more than "the connection broke". */
const REASON_BY_CODE: Readonly<Record<string, ReasonId>> = {
  ECONNREFUSED: 'PR-UNREACHABLE',
  EHOSTUNREACH: 'PR-UNREACHABLE',
  ENETUNREACH: 'PR-UNREACHABLE',
  ENOTFOUND: 'PR-UNREACHABLE',
  EAI_AGAIN: 'PR-UNREACHABLE',
  UND_ERR_CONNECT_TIMEOUT: 'PR-UNREACHABLE',
  ETIMEDOUT: 'PR-ANSWER-TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'PR-ANSWER-TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'PR-ANSWER-TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'PR-HEADERS-TOO-LARGE',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'PR-ANSWER-TOO-LARGE',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'PR-HTTP-BROKEN',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'PR-TLS-REFUSED',
  SELF_SIGNED_CERT_IN_CHAIN: 'PR-TLS-REFUSED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'PR-TLS-REFUSED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'PR-TLS-REFUSED',
  CERT_HAS_EXPIRED: 'PR-TLS-REFUSED',
  CERT_NOT_YET_VALID: 'PR-TLS-REFUSED',
};

/**
 * Turns what the HTTP client throws into a failure with a reason.
 * @param error anything thrown while a call was made or its answer was read
 * @returns the failure; a {@link CheckFailure} comes back as it is
 */
export function wireFailure(error: unknown): CheckFailure {
  if (error instanceof CheckFailure) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  // undici's parser gives no code for most of what it refuses.
  const broken = code === '' && error instanceof Error && error.name === 'HTTPParserError';
  return new CheckFailure(
    broken ? 'PR-HTTP-BROKEN' : reasonFor(code),
    plain(code === '' ? message : `${message} (${code})`, 300),
  );
}

function reasonFor(code: string): ReasonId {
  const known = REASON_BY_CODE[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_HEADER_OVERFLOW')) return 'PR-HEADERS-TOO-LARGE';
  if (code.startsWith('HPE_')) return 'PR-HTTP-BROKEN';
  if (code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_')) return 'PR-TLS-REFUSED';
  return 'PR-CONNECTION-LOST';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause);
}
