import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { AUDIENCES } from '../../contract/tokens.ts';
import type { Host } from '../../host/host.ts';
import { readSmallFile } from '../../host/private-files.ts';
import { isPublicDefault } from '../../redact/public-defaults.ts';
import type { Secret, SecretRegistry } from '../../redact/secret.ts';
import type { ComposeSettings } from '../profile-runtime.ts';
import type { StackAccess, TokenRequest } from '../runtime.ts';
import { mintToken } from '../token-mint.ts';
import type { ComposeProject } from './compose-project.ts';

/** Most bytes of the token file. */
const TOKEN_LIMIT = 64 * 1024;
/** Name of the token that the stack writes for its operator. */
const OPERATOR_TOKEN = 'BUS_API_TOKEN';
/** Seconds that a token from the file must still live: as long as a proof may take. */
const LEAST_LIFE_S = 900;

/** What access to a compose stack is made from. */
export interface ComposeAccessOptions {
  readonly project: ComposeProject;
  readonly settings: ComposeSettings;
  readonly gatewayUrl: string;
  readonly mailboxUrl: string | undefined;
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/**
 * How to authenticate against a running compose stack: with the token that it wrote for its operator, and with tokens
 * minted from the local development secret where that one has another audience, or has expired.
 */
export function composeAccess(options: ComposeAccessOptions): StackAccess {
  const { project, gatewayUrl, mailboxUrl, host, secrets } = options;
  const secretOf = (key: string): Secret => {
    const value = project.setting(key);
    return secrets.secret(key, value, { publicDefault: isPublicDefault(value) });
  };
  // Streams show the events of their own subject only, so the proof speaks as the workers do.
  const accountId = project.setting('BUS_LOCAL_ACCOUNT_ID');
  const signingSecret = secretOf('BUS_LOCAL_JWT_SECRET');
  return {
    gatewayUrl,
    ...(mailboxUrl === undefined ? {} : { mailboxUrl }),
    portalToken: project.setting('BUS_PORTAL_TOKEN'),
    accountId,
    internalKey: secretOf('BUS_AUTH_INTERNAL_SHARED_KEY'),
    stripeWebhookSecret: secretOf('BUS_STRIPE_WEBHOOK_SECRET'),
    token: async (request) => {
      const written = isOperatorToken(request) ? await operatorToken(options, accountId, request) : undefined;
      return written ?? (await mintToken(request, { signingSecret, accountId, host, secrets }));
    },
  };
}

function isOperatorToken({ name, audience, subject, ttlSeconds, flaw }: TokenRequest): boolean {
  if (subject !== undefined || ttlSeconds !== undefined || flaw !== undefined) return false;
  return name === OPERATOR_TOKEN && audience === AUDIENCES.api;
}

/** The token in the file of the checkout, when it is the account's, has every scope, and lives long enough. */
async function operatorToken(
  { project, settings, host, secrets }: ComposeAccessOptions,
  accountId: string,
  request: TokenRequest,
): Promise<Secret | undefined> {
  if (settings.tokenFile === undefined) return undefined;
  const path = join(project.invocation.checkout, settings.tokenFile);
  // The stack writes it as its own user; one that cannot be read is as good as none.
  const text = (await readSmallFile(path, TOKEN_LIMIT).catch(() => '')).trim();
  if (text === '') return undefined;
  const token = secrets.secret(OPERATOR_TOKEN, text);
  const claims = claimsOf(text);
  if (claims === undefined || claims.sub !== accountId || claims.aud !== request.audience) return undefined;
  const now = host.now().getTime() / 1_000;
  if (typeof claims.exp !== 'number' || claims.exp < now + LEAST_LIFE_S) return undefined;
  const scopes = new Set(typeof claims.scope === 'string' ? claims.scope.split(' ') : []);
  return request.scopes.every((scope) => scopes.has(scope)) ? token : undefined;
}

function claimsOf(token: string) {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
