import { join } from 'node:path';
import {
  AUDIENCES,
  type Audience,
  LOCAL_TOKEN_TTL_SECONDS,
  WAITLIST_ADMIN_SCOPES,
} from '../../contract/tokens.ts';
import { makePrivateFolder, writePrivateFile } from '../../host/private-files.ts';
import { issueToken } from '../http/issue-token.ts';
import { stackEnvironment } from '../process/stack-environment.ts';

/** Which tokens are written: `api` for `bus-local-token`, both for `testing-agent`. */
export type TokenSet = 'api' | 'api and auth';

/**
 * Writes the local tokens as the one-shot of the real stack does: below `BUS_CONFIG_DIR`, in `auth/`, readable by their
 * owner alone, for twelve hours.
 * @param environment the process's; `BUS_CONFIG_DIR` is absolute
 * @throws Error when `BUS_CONFIG_DIR` is not set, and the file system's own errors
 */
export async function writeLocalTokens(
  tokens: TokenSet,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const folder = environment.BUS_CONFIG_DIR;
  if (!folder) throw new Error('BUS_CONFIG_DIR is not set');
  const set = Object.entries(environment).flatMap(([key, value]) => (value ? [[key, value]] : []));
  const env = stackEnvironment(Object.fromEntries(set));
  const write = async (file: string, audience: Audience, scopes: readonly string[]) => {
    const token = await issueToken({
      secret: env.BUS_LOCAL_JWT_SECRET ?? '',
      subject: env.BUS_LOCAL_ACCOUNT_ID ?? '',
      audience,
      scopes,
      issuedAt: new Date(),
      ttlSeconds: LOCAL_TOKEN_TTL_SECONDS,
    });
    await writePrivateFile(join(folder, 'auth', file), `${token}\n`);
  };
  await makePrivateFolder(join(folder, 'auth'));
  await write('api-token', AUDIENCES.api, env.BUS_LOCAL_TOKEN_SCOPES?.split(' ') ?? []);
  if (tokens === 'api and auth') await write('auth-token', AUDIENCES.auth, WAITLIST_ADMIN_SCOPES);
}
