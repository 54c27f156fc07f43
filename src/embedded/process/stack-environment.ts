import { LOCAL_DEFAULTS } from '../../contract/local-defaults.ts';
import { DEFAULT_LOCAL_TOKEN_SCOPES, JWT_SECRET_MIN_BYTES } from '../../contract/tokens.ts';
import { signingKey } from '../http/signing-key.ts';

/** The names under which services find the one HS256 secret of a local stack. */
const JWT_SECRET_NAMES = [
  'BUS_AUTH_HS256_SECRET',
  'BUS_API_JWT_SECRET',
  'BUS_LLM_JWT_SECRET',
  'BUS_USAGE_JWT_SECRET',
  'BUS_BILLING_JWT_SECRET',
  'BUS_VM_JWT_SECRET',
  'BUS_CONTAINERS_JWT_SECRET',
] as const;

/** What the compose file fixes for every service and an operator does not set (compose.yaml). */
const FIXED = {
  BUS_EVENTS_API_URL: 'http://bus-events:8081',
  BUS_EVENTS_LISTENER_RETRY: 'true',
  BUS_EVENTS_LISTENER_RETRY_MIN: '250ms',
  BUS_EVENTS_LISTENER_RETRY_MAX: '5s',
  BUS_AI_API_URL: 'http://nginx:8080',
  BUS_API_BASE_URL: 'http://nginx:8080',
  BUS_LOCAL_TOKEN_SCOPES: DEFAULT_LOCAL_TOKEN_SCOPES.join(' '),
};

/**
 * The settings every service sees: the published local defaults, then what the operator set, then the JWT secret under
 * each of its names.
 * @param settings the operator's; an empty one counts as not set
 * @throws RangeError when the secret is shorter than the contract allows
 */
export function stackEnvironment(
  settings: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const defaults = Object.entries(LOCAL_DEFAULTS).map(([key, { value }]) => [key, value] as const);
  const set = Object.entries(settings).filter(([, value]) => value !== '');
  const env: Record<string, string> = {
    ...FIXED,
    ...Object.fromEntries(defaults),
    ...Object.fromEntries(set),
  };
  const secret = env.BUS_LOCAL_JWT_SECRET ?? '';
  if (signingKey(secret).byteLength < JWT_SECRET_MIN_BYTES) {
    throw new RangeError(`BUS_LOCAL_JWT_SECRET must have at least ${JWT_SECRET_MIN_BYTES} bytes`);
  }
  for (const name of JWT_SECRET_NAMES) env[name] ??= secret;
  return env;
}
