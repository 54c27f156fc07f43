import { z } from 'zod';
import { filledText } from './fields.ts';

/**
 * The three audiences a Bus token can have (JWT page). A token has one; scopes never turn one into another.
 */
export const AUDIENCES = {
  auth: 'ai.hg.fi/auth',
  api: 'ai.hg.fi/api',
  internal: 'ai.hg.fi/internal',
} as const;

/** Short name of an audience: `auth`, `api` or `internal`. */
export type AudienceName = keyof typeof AUDIENCES;

/** An audience as it stands in the `aud` claim. */
export type Audience = (typeof AUDIENCES)[AudienceName];

/** Every scope that the module pages name, by module. */
export const SCOPES = [
  'billing:read',
  'billing:setup',
  'billing:entitlement:check',
  'billing:catalog:read',
  'billing:catalog:write',
  'billing:subscription:write',
  'billing:usage:export',
  'billing:provider',
  'llm:proxy',
  'container:read',
  'container:run',
  'container:delete',
  'container:admin',
  'vm:read',
  'vm:write',
  'usage:read',
  'usage:delete',
  'usage:write',
  'events:send',
  'events:listen',
  'task:send',
  'task:read',
  'task:reply',
  'task:claim',
  'task:admin',
  'workers:read',
  'workers:write',
  'workers:control',
  'workers:admin',
  'work:send',
  'work:read',
  'work:reply',
  'work:claim',
  'work:admin',
  'dev:task:send',
  'dev:task:read',
  'dev:task:reply',
  'dev:task:claim',
  'ssh:run',
  'cloud:read',
  'cloud:write',
  'cloud:destroy',
  'database:read',
  'database:admin',
  'node:read',
  'node:admin',
  'inference:read',
  'inference:admin',
  'terminal:read',
  'terminal:write',
  'portal:read',
  'notes.read',
  'notes.read.private',
  'notes.write',
  'notes.write.draft',
  'notes.delete',
  'notes.search',
  'notes.import.memo_file',
  'notes.import.task_summary',
  'notes.import.session_summary',
  'notes.publish',
  'notes.retention.admin',
  'status:read',
  'token:issue',
  'waitlist:read',
  'waitlist:approve',
  'admin:manage',
  'events:relay',
  'identities:resolve',
  'repos:read',
  'repos:write',
  'repos:admin',
  'engine:read',
  'engine:write',
  'artifacts:read',
  'artifacts:write',
] as const;

/** One scope, also called a resource in the auth module's bodies. */
export type Scope = (typeof SCOPES)[number];

/** What the local API token is granted by default: `BUS_LOCAL_TOKEN_SCOPES` (compose.yaml). */
export const DEFAULT_LOCAL_TOKEN_SCOPES = [
  'events:send',
  'events:listen',
  'llm:proxy',
  'usage:write',
  'usage:read',
  'usage:delete',
  'billing:read',
  'billing:setup',
  'billing:entitlement:check',
  'billing:subscription:write',
  'billing:usage:export',
  'billing:provider',
  'vm:read',
  'vm:write',
  'container:read',
  'container:run',
  'container:delete',
  'container:admin',
  'ssh:run',
  'cloud:read',
  'cloud:write',
  'cloud:destroy',
  'database:read',
  'database:admin',
  'node:read',
  'node:admin',
  'inference:read',
  'inference:admin',
  'notes.read',
  'notes.read.private',
  'notes.write',
  'notes.write.draft',
  'notes.delete',
  'notes.search',
  'notes.import.memo_file',
  'notes.import.task_summary',
  'notes.import.session_summary',
  'notes.publish',
  'notes.retention.admin',
  'work:send',
  'work:reply',
  'work:claim',
  'work:read',
  'dev:task:send',
  'dev:task:reply',
  'dev:task:claim',
  'dev:task:read',
] as const satisfies readonly Scope[];

/**
 * Scopes of the auth token that OTP verification yields: enough to see one's status and to ask for an API
 * token.
 */
export const VERIFIED_TOKEN_SCOPES = ['status:read', 'token:issue'] as const satisfies readonly Scope[];

/** Scopes of the auth token an operator uses for the waitlist (what the compose `testing-agent` mints). */
export const WAITLIST_ADMIN_SCOPES = [
  'waitlist:read',
  'waitlist:approve',
  'admin:manage',
] as const satisfies readonly Scope[];

/** Lifetime of the local API token in seconds: twelve hours (compose.yaml). */
export const LOCAL_TOKEN_TTL_SECONDS = 12 * 60 * 60;

/**
 * Lifetime of an internal-endpoint token in seconds, `BUS_AUTH_INTERNAL_TOKEN_TTL_SECONDS`
 * (bus-api-provider-auth page).
 */
export const INTERNAL_TOKEN_TTL_SECONDS = 600;

/** Least length of the HS256 secret in bytes (bus-api-provider-auth page). */
export const JWT_SECRET_MIN_BYTES = 32;

/** The only signature algorithm that Bus services accept (JWT page). */
export const JWT_ALGORITHM = 'HS256';

/** A space-separated list, as in the `scope` claim and in `resources`, given as an array without repeats. */
export const scopeList = z
  .string()
  .max(8192)
  .transform((value) => [...new Set(value.split(' ').filter((scope) => scope !== ''))]);

/** A NumericDate: seconds since 1970, whole or with a fraction (RFC 7519, section 2). */
export const numericDate = z.number().min(0).max(253_402_300_799);

/**
 * The claims every Bus service requires (module pages), from a verified token or from `GET
 * /api/v1/auth/check`. `aud` comes as one string or as an array; an array is given either way.
 */
export const tokenClaims = z.object({
  sub: filledText(256),
  aud: z
    .union([filledText(256), z.array(filledText(256)).min(1).max(8)])
    .transform((aud) => (typeof aud === 'string' ? [aud] : aud)),
  scope: scopeList,
  iat: numericDate,
  exp: numericDate,
  nbf: numericDate.optional(),
  iss: filledText(256).optional(),
  jti: filledText(256).optional(),
});

/** Verified claims: `aud` and `scope` as arrays. */
export type TokenClaims = z.output<typeof tokenClaims>;

/** Claims as they are signed: `aud` one string, `scope` space-separated. */
export interface JwtPayload {
  readonly sub: string;
  readonly aud: string;
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
}
