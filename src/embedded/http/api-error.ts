import { ERROR_STATUS, type ErrorType } from '../../contract/errors.ts';

/** What may stand beside `type` and `message` in an error body. */
export interface ApiErrorExtra {
  /** A hint such as `setup_billing`. */
  readonly action?: string;
  /** A command for the customer such as `bus billing setup`. */
  readonly command?: string;
}

/** A request that is refused. The service's app answers it with the common envelope. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: ErrorType;
  readonly extra: ApiErrorExtra;

  /**
   * @param type error type of the contract; gives the status unless one is passed
   * @param message one sentence for the caller, without secrets and without what the caller sent
   */
  constructor(type: ErrorType, message: string, options: ApiErrorExtra & { readonly status?: number } = {}) {
    super(message);
    const { status, ...extra } = options;
    this.type = type;
    this.status = status ?? ERROR_STATUS[type];
    this.extra = extra;
  }

  /** The body as it goes over the wire: compact JSON, as the stack's own tests grep for. */
  toResponse(): Response {
    return jsonResponse({ error: { type: this.type, message: this.message, ...this.extra } }, this.status);
  }
}

/**
 * An answer in compact JSON.
 * @param body anything that `JSON.stringify` takes
 * @param status HTTP status, default 200
 */
export function jsonResponse(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
