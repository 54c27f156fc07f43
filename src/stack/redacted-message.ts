import type { Host } from '../host/host.ts';
import { createRedactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { registerOperatorSecrets } from './operator-secrets.ts';

/**
 * A message about what an operator typed or what the machine answered, where there is no run with a redactor of its own:
 * a token that was given where a name belongs is in it, word for word.
 */
export async function redactedMessage(text: string, host: Host): Promise<string> {
  const secrets = new SecretRegistry();
  await registerOperatorSecrets(host, host.cwd, secrets);
  return createRedactor(secrets).text(text);
}
