import type { Host } from '../host/host.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import { VERSION } from '../version.ts';
import type { BundleFacts } from './assemble-bundle.ts';
import { sourceDate } from './source-date.ts';

/** What a bundle is made with. */
interface BundleOrigin {
  readonly host: Host;
  readonly runtime: StackRuntime;
  readonly redactor: Redactor;
  readonly secrets: SecretRegistry;
  /** When the run began. */
  readonly startedAt: Date;
}

/**
 * What a bundle tells beside its files.
 * @param selfTest what the self-test tried; empty as long as it has not run
 */
export function bundleFacts(origin: BundleOrigin, selfTest: BundleFacts['selfTest']): BundleFacts {
  const { host, runtime, redactor, secrets, startedAt } = origin;
  return {
    toolVersion: VERSION,
    profile: runtime.profile,
    time: sourceDate(host.env, startedAt),
    ruleset: redactor.ruleset,
    unsearchable: redactor.unsearchable(),
    selfTest,
    secrets: secrets.all().filter(({ publicDefault }) => !publicDefault).length,
  };
}
