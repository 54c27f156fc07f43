import { resolve } from 'node:path';
import type { Host } from '../../host/host.ts';
import { readSmallFile } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import type { StackTransport } from '../runtime.ts';

/** Most bytes of a file with certificates: the whole bundle of a distribution has a quarter of it. */
const CA_LIMIT = 1024 * 1024;

/**
 * How a stack that somebody else runs is reached: through the proxies of the environment, checked against the
 * certificates of a file when one is named.
 * @param caFile path, relative to where the program was started
 * @throws SetupError `ST-CA-UNREADABLE`
 */
export async function stackTransport(
  caFile: string | undefined,
  host: Host,
  secrets: SecretRegistry,
): Promise<StackTransport> {
  const variable = (name: string): string | undefined => {
    const value = host.env[name.toLowerCase()] ?? host.env[name];
    return value === undefined || value === '' ? undefined : value;
  };
  const proxy = (name: string) => {
    const value = variable(name);
    return value === undefined
      ? undefined
      : secrets.secret(name, value, { publicDefault: !value.includes('@') });
  };
  return {
    ca: caFile === undefined ? undefined : await certificates(resolve(host.cwd, caFile)),
    httpProxy: proxy('HTTP_PROXY'),
    httpsProxy: proxy('HTTPS_PROXY'),
    noProxy: variable('NO_PROXY'),
  };
}

async function certificates(path: string): Promise<string> {
  let text: string;
  try {
    text = await readSmallFile(path, CA_LIMIT);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
    throw new SetupError('ST-CA-UNREADABLE', `${path}: ${code}`, { cause: error });
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new SetupError('ST-CA-UNREADABLE', `${path}: no PEM certificate in it`);
}
