import { z } from 'zod';
import { emptyBody, filledText, listOf, text, timestamp, uuid, withSpellings } from './fields.ts';
import { AUDIENCES, numericDate, scopeList, tokenClaims } from './tokens.ts';

/** States of an identity. `approved` is inferred by the contract; a real stack may say another word. */
export const IDENTITY_STATUSES = ['waitlisted', 'approved', 'rejected'] as const;

/** One of {@link IDENTITY_STATUSES}. */
export type IdentityStatus = (typeof IDENTITY_STATUSES)[number];

/** Digits of a one-time password, as in the documentation's examples. */
export const OTP_DIGITS = 6;

/** Seconds a one-time password lives. */
export const OTP_TTL_SECONDS = 600;

/** Seconds an API token lives when the caller names no `ttl_seconds`. */
export const API_TOKEN_TTL_SECONDS = 3600;

/** Greatest `ttl_seconds`: twelve hours, like the local token. */
export const API_TOKEN_TTL_MAX_SECONDS = 12 * 60 * 60;

/** Header that guards the internal token endpoint (bus-api-provider-auth page), in lower case. */
export const INTERNAL_KEY_HEADER = 'x-bus-internal-key';

const email = z.email().max(254).toLowerCase();
const identityStatus = filledText(64);
const jwt = filledText(16_384);

/**
 * Body of `POST /api/v1/auth/register` and `POST /api/v1/auth/otp/request`. Addresses are compared in lower
 * case.
 */
export const emailRequest = z.strictObject({ email });

/** Body of `POST /api/v1/auth/otp/verify`. */
export const otpVerifyRequest = z.strictObject({ email, otp: z.string().regex(/^[0-9]{6}$/) });

/** Body of `POST /api/v1/auth/token`: `resources` is given as an array. */
export const tokenRequest = z.strictObject({
  resources: scopeList.refine((resources) => resources.length > 0, 'at least one resource is required'),
  ttl_seconds: z.int().min(1).max(API_TOKEN_TTL_MAX_SECONDS).default(API_TOKEN_TTL_SECONDS),
});

/** A parsed token request. */
export type TokenRequest = z.output<typeof tokenRequest>;

/** Body of refresh and logout: none. */
export const authEmptyRequest = emptyBody;

/** Body of `POST /api/v1/auth/admin/approve`. */
export const approveRequest = emailRequest;

/** Body of `POST /api/v1/auth/admin/reject`. */
export const rejectRequest = z.strictObject({ email, reason: text(1024).optional() });

/**
 * Body of `POST /api/internal/auth/token`. Subject and audience are plain strings here because a bad one is
 * 403, not 400 (bus-api-provider-auth page).
 */
export const internalTokenRequest = z.strictObject({
  subject: text(256).default('auth-admin'),
  audience: text(256).default(AUDIENCES.auth),
  resources: scopeList.default([]),
});

/** A parsed internal token request. */
export type InternalTokenRequest = z.output<typeof internalTokenRequest>;

/**
 * Answer of `POST /api/v1/auth/register`: `waitlisted` for a new address, the present status for a known one.
 */
export const registerResponse = z.object({
  status: identityStatus,
  email: text(254).optional(),
  identity_id: uuid.optional(),
});

/** A parsed registration answer. */
export type RegisterResponse = z.output<typeof registerResponse>;

/** Answer of `POST /api/v1/auth/otp/request`: a challenge status, never the password. */
export const otpRequestResponse = z.object({
  status: identityStatus.optional(),
  expires_in: z.number().min(0).optional(),
});

/** A parsed one-time-password request answer. */
export type OtpRequestResponse = z.output<typeof otpRequestResponse>;

/**
 * The contract confirms `access_token` on one endpoint only, and names no expiry field at all
 * (bus-api-provider-auth page).
 */
const TOKEN_SPELLINGS = {
  access_token: ['token', 'auth_token', 'api_token', 'jwt'],
  expires_at: ['expiry', 'expires', 'exp'],
  resources: ['granted_resources', 'scope', 'scopes'],
  audience: ['aud'],
  subject: ['sub'],
  identity_id: ['identityId'],
  email_verified: ['verified'],
  status: ['waitlist_status'],
} as const;

const grantedResources = z.union([scopeList, z.array(filledText(128)).max(256)]);

const issuedToken = {
  access_token: jwt,
  token_type: filledText(32).optional(),
  /** Seconds from now. */
  expires_in: z.number().min(0).optional(),
  expires_at: z.union([timestamp, numericDate]).optional(),
  audience: filledText(256).optional(),
  resources: grantedResources.optional(),
};

/** Answer of `POST /api/v1/auth/otp/verify`: an auth token, not yet an API token. */
export const otpVerifyResponse = withSpellings(
  TOKEN_SPELLINGS,
  z.object({
    ...issuedToken,
    identity_id: uuid,
    email_verified: z.boolean().optional(),
    status: identityStatus.optional(),
  }),
);

/** A parsed verification answer. */
export type OtpVerifyResponse = z.output<typeof otpVerifyResponse>;

/** Answer of `GET /api/v1/auth/status`. */
export const authStatusResponse = z.object({
  identity_id: uuid,
  status: identityStatus,
  email_verified: z.boolean(),
});

/** A parsed auth status. */
export type AuthStatusResponse = z.output<typeof authStatusResponse>;

/** Answer of `POST /api/v1/auth/token` and of `POST /api/v1/auth/token/refresh`. */
export const tokenResponse = withSpellings(TOKEN_SPELLINGS, z.object(issuedToken));

/** A parsed token answer. */
export type TokenResponse = z.output<typeof tokenResponse>;

/** Answer of `POST /api/internal/auth/token`. */
export const internalTokenResponse = withSpellings(
  TOKEN_SPELLINGS,
  z.object({ ...issuedToken, subject: filledText(256).optional() }),
);

/** A parsed internal token answer. */
export type InternalTokenResponse = z.output<typeof internalTokenResponse>;

/** Answer of `GET /api/v1/auth/me`. */
export const meResponse = withSpellings(
  { identity_id: ['sub', 'subject'], audience: ['aud'], scope: ['resources', 'scopes'] },
  z.object({
    identity_id: filledText(256),
    audience: z.union([filledText(256), z.array(filledText(256)).max(8)]),
    scope: grantedResources,
  }),
);

/** A parsed answer about oneself: `scope` as an array. */
export type MeResponse = z.output<typeof meResponse>;

/** Answer of `GET /api/v1/auth/check`: the claims of the token that was sent. */
export const checkResponse = tokenClaims;

/** One identity of the waitlist. */
export const waitlistEntry = withSpellings(
  { email_verified: ['verified'] },
  z.object({
    email: text(254),
    email_verified: z.boolean(),
    status: identityStatus,
    identity_id: uuid.nullish(),
    created_at: timestamp.nullish().catch(undefined),
    updated_at: timestamp.nullish().catch(undefined),
  }),
);

/** Answer of `GET /api/v1/auth/admin/waitlist`: a bare array or a wrapped one, `{ items }` either way. */
export const waitlistResponse = listOf(
  ['waitlist', 'candidates', 'entries', 'identities'],
  waitlistEntry,
  10_000,
);

/** A parsed waitlist. */
export type WaitlistResponse = z.output<typeof waitlistResponse>;

/** Answer of `POST /api/v1/auth/admin/approve`: the stable identity that becomes `sub`. */
export const approveResponse = z.object({ identity_id: uuid, status: identityStatus.optional() });

/** A parsed approval. */
export type ApproveResponse = z.output<typeof approveResponse>;

/** Answer of `POST /api/v1/auth/admin/reject`. */
export const rejectResponse = z.object({ status: z.literal('rejected') });

/** A parsed rejection. */
export type RejectResponse = z.output<typeof rejectResponse>;
