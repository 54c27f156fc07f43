import type { z } from 'zod';
import type { Audience, Scope } from '../tokens.ts';

/** How a caller shows who it is. */
export type RouteAuth =
  /** not at all */
  | 'none'
  /** `Authorization: Bearer <jwt>` */
  | 'bearer'
  /** `X-Bus-Internal-Key` with the shared key */
  | 'internal-key'
  /** a capability token as a path segment */
  | 'path-token'
  /** `Stripe-Signature` over the raw body */
  | 'stripe-signature';

/** How the scopes of a route add up; `per-event` means that the event's name decides (`event-access.ts`). */
export type ScopeRule = 'all-of' | 'any-of' | 'per-event';

/** What the contract says about one route. Owner, service and upstream follow from the gateway table. */
export interface RouteSpec {
  /** Stable id, `<module>.<what>`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Gateway path; parameters as `{name}`. */
  readonly path: string;
  /** What it does, one phrase. */
  readonly summary: string;
  readonly auth: RouteAuth;
  /** Audience the token must have; `any` where every Bus token is taken, `null` where no token is. */
  readonly audience: Audience | 'any' | null;
  readonly scopes: readonly Scope[];
  /** `all-of` unless stated. */
  readonly scopeRule?: ScopeRule;
  /** True for a convention of the local stack that a hosted one need not have. */
  readonly localOnly: boolean;
  /** What is local or for show about it. */
  readonly localNote?: string;
  /** True where the contract leaves the route itself open, so that a real stack may lack it. */
  readonly assumed?: boolean;
  /** What else a reader should know, such as a part of it that the contract leaves open. */
  readonly note?: string;
  readonly successStatus: readonly number[];
  /**
   * A shell line that calls it. It refers to values by variable only, see `PROOF_VARIABLES`, and works when
   * pasted into a POSIX shell where those are set.
   */
  readonly proofCommand: string;
  /** JSON body. */
  readonly request?: z.ZodType;
  /** Query parameters, from strings. */
  readonly query?: z.ZodType;
  /** JSON body of a success; absent for HTML, streams and empty answers. */
  readonly response?: z.ZodType;
}
