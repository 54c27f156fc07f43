import type { Host } from '../host/host.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import { EmbeddedRuntime } from './embedded/embedded-runtime.ts';
import type { LoadedProfile } from './profile-loader.ts';
import type { StackRuntime } from './runtime.ts';

/** What a runtime is made with. */
export interface RuntimeOptions {
  readonly host: Host;
  /** Absolute path of the folder in which the stack keeps what belongs to it; made when it is needed. */
  readonly stackFolder: string;
  readonly secrets: SecretRegistry;
  /** Gateway port that the operator asked for; 0 picks a free one. */
  readonly port?: number | undefined;
}

/** The runtime that a profile asks for. It touches nothing until it is used. */
export function createRuntime({ profile }: LoadedProfile, options: RuntimeOptions): StackRuntime {
  const { runtime } = profile;
  switch (runtime.kind) {
    case 'embedded':
      return new EmbeddedRuntime({
        profile,
        profilePort: runtime.port,
        port: options.port,
        stackFolder: options.stackFolder,
        host: options.host,
        secrets: options.secrets,
      });
  }
}
