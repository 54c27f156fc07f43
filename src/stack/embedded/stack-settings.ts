import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { Profile } from '../profile-schema.ts';

/** Environment key that moves the gateway. */
const PORT_KEY = 'LOCAL_AI_PLATFORM_PORT';

/**
 * Loopback port of the gateway: what the operator asked for with `--port`, else `LOCAL_AI_PLATFORM_PORT`, else the
 * profile's. 0 picks a free one.
 * @throws SetupError `ST-PORT-INVALID`
 */
export function gatewayPort(asked: number | undefined, fromProfile: number, host: Host): number {
  const written = host.env[PORT_KEY];
  const port = asked ?? (written === undefined || written === '' ? fromProfile : decimal(written));
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SetupError('ST-PORT-INVALID', asked === undefined ? `in ${PORT_KEY}` : 'given with --port');
}

/**
 * Settings for the embedded stack. Public ones may be changed by the environment; local-only ones never are, because
 * preflight and proof speak of the documented ones; credentials are not passed on at all; where the Codex CLI finds
 * its own is the one exception, see `codexSettings`.
 */
export function stackEnvironment(profile: Profile, host: Host): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const { key, secrecy, localOnly, default: fallback } of profile.environment) {
    if (key === PORT_KEY) continue;
    if (secrecy !== 'public' && localOnly !== true) continue;
    const own = localOnly === true ? undefined : host.env[key];
    const value = own === undefined || own === '' ? fallback : own;
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}

function decimal(text: string): number {
  return /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
}
