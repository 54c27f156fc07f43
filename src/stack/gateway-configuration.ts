import { join } from 'node:path';
import { readSmallFile } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';

/** Where a BusDK checkout has the configuration of its gateway, from its root. */
export const NGINX_CONF = 'deploy/local-ai-platform/nginx.conf';
/** Most bytes of it. */
const CONF_LIMIT = 1024 * 1024;

/**
 * Reads the configuration of the gateway out of a checkout.
 * @param checkout absolute path of its root
 * @param read takes the text; a SyntaxError that it throws is told as what is wrong with the file
 * @throws SetupError `RT-CONF-UNREADABLE`; its detail names the file from the root on, and no path of this machine
 */
export async function readGatewayConfiguration<T>(checkout: string, read: (text: string) => T): Promise<T> {
  try {
    return read(await readSmallFile(join(checkout, NGINX_CONF), CONF_LIMIT));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    const why = code ?? (error instanceof SyntaxError ? error.message : 'cannot be read');
    throw new SetupError('RT-CONF-UNREADABLE', `${NGINX_CONF}: ${why}`, { cause: error });
  }
}
