/** Every variable a proof command may refer to, and what to put into it. */
export const PROOF_VARIABLES = {
  BUS_BASE_URL: 'base URL of the gateway, e.g. http://127.0.0.1:8080',
  BUS_API_TOKEN: 'API token (audience ai.hg.fi/api) with the scopes of the route',
  BUS_INTERNAL_TOKEN: 'token of audience ai.hg.fi/internal with the scopes of the route',
  BUS_AUTH_TOKEN: 'auth token (audience ai.hg.fi/auth) from OTP verification',
  BUS_AUTH_ADMIN_TOKEN: 'auth token (audience ai.hg.fi/auth) with the waitlist scopes',
  BUS_AUTH_INTERNAL_SHARED_KEY: 'shared key of the internal token endpoint',
  BUS_STRIPE_WEBHOOK_SECRET: 'webhook signing secret of the Stripe ingress',
  BUS_PORTAL_TOKEN: 'capability token of the portal, local-dev in the local stack',
  BUS_LOCAL_ACCOUNT_ID: 'UUID of the account to ask about',
  BUS_PROOF_EMAIL: 'a fresh address under example.invalid',
  BUS_PROOF_OTP: 'the one-time password mailed to that address',
  BUS_NOTE_ID: 'id of a note',
  BUS_RUN_ID: 'id of a container run',
} as const satisfies Record<string, string>;
