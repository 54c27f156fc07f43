import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const login = z.object({ tokens: z.object({ refresh_token: z.string().min(1) }) });

/**
 * Tells whether a Codex home holds a ChatGPT login, whatever it is worth. The CLI gives no account both without a
 * login and with one that it could not renew.
 * @param home absolute path of the folder with `auth.json`
 */
export async function holdsLogin(home: string | undefined): Promise<boolean> {
  if (!home) return false;
  try {
    return login.safeParse(JSON.parse(await readFile(join(home, 'auth.json'), 'utf8'))).success;
  } catch {
    return false;
  }
}
