import type { Host } from '../host/host.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import { AttachRuntime } from './attach/attach-runtime.ts';
import { ComposeRuntime } from './compose/compose-runtime.ts';
import { EmbeddedRuntime } from './embedded/embedded-runtime.ts';
import type { LoadedProfile } from './profile-parser.ts';
import type { StackRuntime } from './runtime.ts';
import type { StackChoices } from './stack-choices.ts';

/** What a runtime is made with. */
export interface RuntimeOptions {
  readonly host: Host;
  /** Absolute path of the folder in which the stack keeps what belongs to it; made when it is needed. */
  readonly stackFolder: string;
  readonly secrets: SecretRegistry;
  /** Gateway port that the operator asked for; 0 picks a free one. */
  readonly port?: number | undefined;
  /** What else the operator said of the stack. */
  readonly choices?: StackChoices;
}

/** The runtime that a profile asks for. It touches nothing until it is used. */
export function createRuntime(loaded: LoadedProfile, options: RuntimeOptions): StackRuntime {
  const { profile } = loaded;
  const { runtime } = profile;
  const { host, secrets } = options;
  const choices = { port: options.port, ...options.choices };
  switch (runtime.kind) {
    case 'embedded':
      return new EmbeddedRuntime({
        profile,
        profilePort: runtime.port,
        port: choices.port,
        stackFolder: options.stackFolder,
        host,
        secrets,
      });
    case 'compose':
      return new ComposeRuntime({
        profile,
        settings: runtime,
        choices,
        host,
        secrets,
      });
    case 'attach':
      return new AttachRuntime({ profile, settings: runtime, choices, host, secrets });
  }
}
