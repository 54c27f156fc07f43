import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
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

/**
 * The runtime that a profile asks for. It touches nothing until it is used.
 * @throws SetupError `RN-USAGE` as {@link refuseForeignStack} says
 */
export function createRuntime(loaded: LoadedProfile, options: RuntimeOptions): StackRuntime {
  const { profile } = loaded;
  const { runtime } = profile;
  const { host, secrets } = options;
  const choices = { port: options.port, ...options.choices };
  refuseForeignStack(loaded, choices);
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

/**
 * Refuses choices that name a stack that somebody else runs where the profile starts its own: another stack would be
 * proven than the one that was meant.
 * @throws SetupError `RN-USAGE`, with the flag
 */
export function refuseForeignStack({ profile }: LoadedProfile, choices: StackChoices): void {
  const flag = profile.runtime.kind === 'attach' ? undefined : flagOfForeignStack(choices);
  if (flag === undefined) return;
  throw new SetupError(
    'RN-USAGE',
    `${flag} is for a stack that somebody else runs, and the profile ${profile.id} starts its own`,
    { next: 'add --profile hosted' },
  );
}

function flagOfForeignStack({ url, caFile, allowWrites, tokenFiles }: StackChoices): string | undefined {
  if (url !== undefined) return '--url';
  if (caFile !== undefined) return '--ca-file';
  const [audience] = Object.keys(tokenFiles ?? {});
  if (audience !== undefined) return `--${audience}-token-file`;
  return allowWrites === true ? '--allow-writes' : undefined;
}
