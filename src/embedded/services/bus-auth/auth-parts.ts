import type { ServiceContext } from '../../service.ts';
import type { AuthTokens } from './auth-tokens.ts';
import type { Identities } from './identities.ts';
import type { OneTimePasswords } from './one-time-passwords.ts';

/** What the routes of the auth provider work with. */
export interface AuthParts {
  readonly context: ServiceContext;
  readonly identities: Identities;
  readonly passwords: OneTimePasswords;
  readonly tokens: AuthTokens;
}
