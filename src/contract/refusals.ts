import type { ErrorType } from './errors.ts';

/** How a service turns one kind of bad credential away. */
export interface Refusal {
  /** What the reference stack answers. */
  readonly status: number;
  readonly type: ErrorType;
  /** Every status the contract allows here; a proof takes any of these and nothing else. */
  readonly allowed: readonly number[];
}

/** The refusals of one service. */
export interface Refusals {
  /** No token, a malformed one, a bad signature, an expired one, another algorithm. */
  readonly invalidToken: Refusal;
  readonly wrongAudience: Refusal;
  readonly missingScope: Refusal;
}

const TOKEN_REFUSED = { status: 401, type: 'invalid_auth', allowed: [401] } as const;

/** Every page that says so answers 401 to a foreign audience; the silent ones might say 403. */
const FOREIGN_AUDIENCE = { status: 401, type: 'invalid_auth', allowed: [401, 403] } as const;

/**
 * Who refuses how (auth, usage, Events, VM and containers pages). The differences are documented, not
 * accidents: VM answers 403 to a missing scope where containers answers 401.
 */
export const REFUSALS = {
  auth: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: { status: 401, type: 'invalid_auth', allowed: [401] },
    missingScope: { status: 403, type: 'forbidden', allowed: [401, 403] },
  },
  llm: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 403, type: 'insufficient_access', allowed: [401, 403] },
  },
  billing: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 403, type: 'forbidden', allowed: [401, 403] },
  },
  usage: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 403, type: 'forbidden', allowed: [401, 403] },
  },
  events: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 403, type: 'forbidden', allowed: [403] },
  },
  vm: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 403, type: 'insufficient_access', allowed: [403] },
  },
  containers: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: { status: 401, type: 'invalid_auth', allowed: [401] },
    missingScope: { status: 401, type: 'invalid_auth', allowed: [401] },
  },
  containersInternal: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 401, type: 'invalid_auth', allowed: [401, 403] },
  },
  notes: {
    invalidToken: TOKEN_REFUSED,
    wrongAudience: FOREIGN_AUDIENCE,
    missingScope: { status: 403, type: 'forbidden', allowed: [401, 403] },
  },
} as const satisfies Record<string, Refusals>;

/** A service that refuses by token. */
export type Refuser = keyof typeof REFUSALS;
