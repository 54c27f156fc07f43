import type { FaceMode } from '../detect-mode.ts';
import type { Host } from '../host/host.ts';
import { NO_TRANSCRIPT, type Transcript } from '../transcript/transcript.ts';
import type { RunFlags } from './options.ts';

/**
 * The transcript of a run, when one is asked for. It has a redactor of its own, which knows what is secret on this
 * machine; what the run itself learns is redacted before any face sees it.
 * @throws SetupError `RN-TRANSCRIPT-UNUSABLE`, before anything is started
 */
export async function runTranscript(host: Host, flags: RunFlags, mode: FaceMode): Promise<Transcript> {
  if (flags.transcript === undefined) return NO_TRANSCRIPT;
  const [{ createRedactor }, { SecretRegistry }, { registerOperatorSecrets }, { openTranscript }] =
    await Promise.all([
      import('../redact/redactor.ts'),
      import('../redact/secret.ts'),
      import('../stack/operator-secrets.ts'),
      import('../transcript/transcript-file.ts'),
    ]);
  const secrets = new SecretRegistry();
  await registerOperatorSecrets(host, host.cwd, secrets);
  const redactor = createRedactor(secrets);
  return openTranscript(host, { file: flags.transcript, face: mode, redact: (text) => redactor.text(text) });
}
