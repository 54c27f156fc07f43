import type { RouteId } from '../contract/routes.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { Secret } from '../redact/secret.ts';

/** Text in a path, query or header: shown as it is, or a secret that is only named. */
export type CallText = string | Secret;

/** A value in a JSON body. A {@link Secret} is sent as its value and shown as its name. */
export type CallJson =
  | string
  | number
  | boolean
  | null
  | Secret
  | readonly CallJson[]
  | { readonly [key: string]: CallJson | undefined };

/** Where a call goes when no route of the catalog stands for it: a path that must not exist, or the mail sink. */
export interface ForeignTarget {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Base URL without a slash at the end. */
  readonly base: string;
  /** Path with a slash in front. */
  readonly path: string;
}

/** One call of a check. */
export interface CallOptions {
  /** Why the call is made, completes "the call …", e.g. `without a token`. */
  readonly purpose: string;
  readonly target: RouteId | ForeignTarget;
  /** Values of the `{name}` parts of the route's path. */
  readonly params?: Readonly<Record<string, CallText>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON with its content type. */
  readonly body?: CallJson;
  /** Sent as it is, with the content type of JSON unless `contentType` says otherwise; for bodies whose bytes matter. */
  readonly rawBody?: string;
  /** Content type of the body. */
  readonly contentType?: string;
  /** Bearer token. */
  readonly token?: Secret;
  /** Further headers, names in lower case. */
  readonly headers?: Readonly<Record<string, CallText>>;
  /** Statuses that are right. Any other is a failure. */
  readonly status: readonly number[];
  /** Reason when the answer is a success although it must not be. */
  readonly accepted?: ReasonId;
  /** True for the call that stands for the check in reports; else the first successful one of the check's route. */
  readonly main?: boolean;
  /** Writes shell lines before the shown command, for a header that must be computed; `word` quotes a text. */
  readonly preparation?: (word: (text: string) => string) => string;
  /** Milliseconds until the last byte, default 20,000. */
  readonly timeoutMs?: number;
  /** True when the answer tells of a customer of this stack: nothing of a success is kept for whoever watches. */
  readonly confidential?: boolean;
  /** Most bytes of the answer, default 1 MiB. */
  readonly maxBytes?: number;
}
