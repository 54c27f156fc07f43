/**
 * Subject of every token of the local stack, and so the account of every local proof
 * (`BUS_LOCAL_ACCOUNT_ID`).
 */
export const LOCAL_ACCOUNT_ID = '00000000-0000-4000-8000-000000000001';

/** A setting of the local stack whose default is published (.env.example and compose.yaml). */
export interface LocalDefault {
  /** The documented default; an empty string means documented as empty. */
  readonly value: string;
  /** True when a changed value would be a secret. The default itself is public and protects nothing. */
  readonly secretWhenChanged: boolean;
  /** True when the tracked `.env.example` carries the key. */
  readonly inExample: boolean;
}

/** The published, known-harmless defaults of the local stack, by environment key. */
export const LOCAL_DEFAULTS = {
  BUS_LOCAL_JWT_SECRET: shared('not-a-secret-local-development-hs256-key'),
  BUS_AUTH_INTERNAL_SHARED_KEY: shared('not-a-secret-local-development-internal-key'),
  LOCAL_AI_PLATFORM_POSTGRES_PASSWORD: shared('bus'),
  BUS_PORTAL_TOKEN: shared('local-dev'),
  BUS_STRIPE_SECRET_KEY: shared(''),
  BUS_STRIPE_WEBHOOK_SECRET: shared('whsec_local_not_secret'),
  BUS_STRIPE_DEFAULT_PRICE_ID: open(''),
  BUS_LOCAL_ACCOUNT_ID: open(LOCAL_ACCOUNT_ID),
  BUS_AUTH_SMTP_FROM: open('bus-auth@example.invalid'),
  BUS_LOCAL_BILLING_PROVIDER_BACKEND: open('local'),
  BUS_LLM_BILLING_BACKEND: open('none'),
  BUS_CODEX_PROVIDER: open('codex'),
  BUS_CODEX_WORKDIR: open('/workspace'),
  BUS_CODEX_MODEL: open('auto'),
  BUS_CODEX_COMMAND: open('codex'),
  LOCAL_AI_PLATFORM_PORT: open('8080'),
  LOCAL_AI_PLATFORM_POSTGRES_PORT: open('15432'),
  LOCAL_AI_PLATFORM_SMTP_PORT: open('1025'),
  LOCAL_AI_PLATFORM_MAILHOG_PORT: open('8025'),
  LOCAL_AI_PLATFORM_POSTGRES_DB: open('bus_local'),
  LOCAL_AI_PLATFORM_POSTGRES_USER: open('bus'),
  BUS_LOCAL_AI_PLATFORM_PROJECT_NAME: { ...open('bus-local-ai-platform'), inExample: false },
} as const satisfies Record<string, LocalDefault>;

/** An environment key with a published local default. */
export type LocalDefaultKey = keyof typeof LOCAL_DEFAULTS;

/** Placeholders that the documentation prints: finding one of these is not finding a secret. */
export const PUBLIC_PLACEHOLDERS = [
  'not-a-secret-local-development-hs256-key',
  'not-a-secret-local-development-internal-key',
  'whsec_local_not_secret',
  'bus',
  'local-dev',
  'local',
  'sk_test_replace_me',
  'whsec_replace_me',
  'dev-secret',
  'local-portal-secret-32-bytes-minimum-value',
  'busgateway',
] as const;

/** Domain of the addresses a proof registers: reserved, so no mail can leave (compose smoke test). */
export const PROOF_EMAIL_DOMAIN = 'example.invalid';

function shared(value: string) {
  return { value, secretWhenChanged: true, inExample: true } as const;
}

function open(value: string) {
  return { value, secretWhenChanged: false, inExample: true } as const;
}
