import type { Host } from '../host/host.ts';
import { createRedactor, type Redactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { createRuntime } from '../stack/create-runtime.ts';
import { registerOperatorSecrets } from '../stack/operator-secrets.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import { stackFolderOf } from '../steps/run-folder.ts';
import { type StackFlags, stackChoices } from './stack-flags.ts';

/** A stack to look at or to stop, with a redactor that knows its secrets. */
export interface OpenedStack {
  readonly runtime: StackRuntime;
  readonly redactor: Redactor;
  readonly secrets: SecretRegistry;
}

/**
 * The stack that the flags mean; nothing is started.
 * @throws SetupError `ST-PROFILE-…`
 */
export async function openStack(host: Host, flags: StackFlags): Promise<OpenedStack> {
  const secrets = new SecretRegistry();
  await registerOperatorSecrets(host, host.cwd, secrets);
  const loaded = await loadProfile(flags.profile ?? 'embedded', host);
  const runtime = createRuntime(loaded, {
    host,
    stackFolder: stackFolderOf(host, flags.output),
    secrets,
    choices: stackChoices(flags),
  });
  return { runtime, redactor: createRedactor(secrets), secrets };
}
