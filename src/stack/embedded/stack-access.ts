import { LOCAL_ACCOUNT_ID, LOCAL_DEFAULTS, type LocalDefaultKey } from '../../contract/local-defaults.ts';
import type { Host } from '../../host/host.ts';
import type { Secret, SecretRegistry } from '../../redact/secret.ts';
import type { StackAccess } from '../runtime.ts';
import { mintToken } from '../token-mint.ts';
import type { RunningRecord } from './stack-record.ts';

/**
 * How to authenticate against a running embedded stack: with the settings that it was started with, which are the
 * documented local defaults.
 */
export function stackAccess(record: RunningRecord, host: Host, secrets: SecretRegistry): StackAccess {
  const { env, ports } = record;
  const secretOf = (key: LocalDefaultKey): Secret => {
    const value = env[key] ?? LOCAL_DEFAULTS[key].value;
    return secrets.secret(key, value, { publicDefault: value === LOCAL_DEFAULTS[key].value });
  };
  const accountId = env.BUS_LOCAL_ACCOUNT_ID ?? LOCAL_ACCOUNT_ID;
  const signingSecret = secretOf('BUS_LOCAL_JWT_SECRET');
  return {
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    mailboxUrl: `http://127.0.0.1:${ports.mailbox}`,
    portalToken: portalToken(record),
    accountId,
    internalKey: secretOf('BUS_AUTH_INTERNAL_SHARED_KEY'),
    stripeWebhookSecret: secretOf('BUS_STRIPE_WEBHOOK_SECRET'),
    ...(env.BUS_CODEX_PROVIDER === undefined ? {} : { codexProvider: env.BUS_CODEX_PROVIDER }),
    token: (request) => mintToken(request, { signingSecret, accountId, host, secrets }),
  };
}

/** Addresses of a running stack by name. */
export function stackUrls(record: RunningRecord): Readonly<Record<string, string>> {
  const gateway = `http://127.0.0.1:${record.ports.gateway}`;
  return {
    gateway,
    portal: `${gateway}/portal/${portalToken(record)}/`,
    mailbox: `http://127.0.0.1:${record.ports.mailbox}`,
  };
}

function portalToken({ env }: RunningRecord): string {
  return env.BUS_PORTAL_TOKEN ?? LOCAL_DEFAULTS.BUS_PORTAL_TOKEN.value;
}
