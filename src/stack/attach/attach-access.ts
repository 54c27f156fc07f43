import type { Host } from '../../host/host.ts';
import type { Secret, SecretRegistry } from '../../redact/secret.ts';
import type { StackAccess, TokenRequest } from '../runtime.ts';
import { mintToken } from '../token-mint.ts';
import type { GivenToken } from './token-files.ts';

/** What access to a stack that somebody else runs is made from. */
export interface AttachAccessOptions
  extends Pick<
    StackAccess,
    'gatewayUrl' | 'portalToken' | 'internalKey' | 'stripeWebhookSecret' | 'transport' | 'restrictions'
  > {
  readonly tokens: readonly GivenToken[];
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/**
 * How to authenticate against a stack that somebody else runs: with the tokens that were given. Nothing can be minted
 * that it would accept; tokens that every stack must refuse can.
 */
export function attachAccess(options: AttachAccessOptions): StackAccess {
  const { tokens, host, secrets, ...rest } = options;
  return {
    ...rest,
    accountId: tokens.find(({ claims }) => claims?.subject !== undefined)?.claims?.subject ?? '',
    token: async (request) => {
      const given = tokens.find(({ audience }) => audience === request.audience);
      if (given === undefined) return undefined;
      if (request.flaw !== undefined) return await badToken(given, request, options);
      const altered = request.subject !== undefined || request.ttlSeconds !== undefined;
      return altered || request.name !== given.name ? undefined : given.token;
    },
  };
}

/** A token that says what the given one says, unsigned or signed with a key that nobody knows. */
async function badToken(
  { claims }: GivenToken,
  request: TokenRequest,
  { host, secrets }: AttachAccessOptions,
): Promise<Secret> {
  const accountId = claims?.subject ?? host.uuid();
  const scopes = claims?.scopes ?? request.scopes;
  // Neither flaw uses the key: one has no signature, the other is signed with random bytes.
  const signingSecret = secrets.secret('BUS_UNUSED_KEY', host.random(32).toString('hex'));
  return await mintToken({ ...request, scopes }, { signingSecret, accountId, host, secrets });
}
