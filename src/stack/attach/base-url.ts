import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { AttachSettings } from '../profile-runtime.ts';
import type { StackChoices } from '../stack-choices.ts';

/**
 * Base URL of the stack that somebody else runs, without a slash at the end: `--url`, else the variable of the profile.
 * @throws SetupError `ST-URL-MISSING`, `ST-URL-INVALID`
 */
export function attachUrl(settings: AttachSettings, choices: StackChoices, host: Host): string {
  const asked = choices.url ?? host.env[settings.urlKey] ?? '';
  if (asked === '') throw new SetupError('ST-URL-MISSING', `neither --url nor ${settings.urlKey} is given`);
  if (!URL.canParse(asked)) throw new SetupError('ST-URL-INVALID', 'it is no URL');
  const url = new URL(asked);
  if (url.username !== '' || url.password !== '')
    throw new SetupError('ST-URL-INVALID', 'it holds a password');
  if (url.search !== '' || url.hash !== '')
    throw new SetupError('ST-URL-INVALID', 'it has a query or a fragment');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new SetupError(
      'ST-URL-INVALID',
      'tokens are sent by https only, or by http to this machine itself',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
