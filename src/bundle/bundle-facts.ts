import { VERSION } from '../version.ts';
import type { BundleFacts } from './assemble-bundle.ts';
import type { BundleRequest } from './prepare-bundle.ts';
import { sourceDate } from './source-date.ts';

/**
 * What a bundle tells beside its files.
 * @param selfTest what the self-test tried; empty as long as it has not run
 */
export function bundleFacts(
  request: Pick<BundleRequest, 'host' | 'runtime' | 'redactor' | 'secrets' | 'startedAt'>,
  selfTest: BundleFacts['selfTest'],
): BundleFacts {
  const { host, runtime, redactor, secrets, startedAt } = request;
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
