import type { StackRuntime } from '../../stack/runtime.ts';
import { givenTokensUsable } from './attach/given-tokens.ts';
import { stackReachable } from './attach/stack-reachable.ts';
import { clock } from './clock.ts';
import { codexCli } from './codex-cli.ts';
import { codexCredentials } from './codex-credentials.ts';
import { onceAskable } from './compose/ask-compose.ts';
import { checkoutComplete } from './compose/checkout-complete.ts';
import { codexContainer } from './compose/codex-container.ts';
import { commitPins } from './compose/commit-pins.ts';
import { composeFiles } from './compose/compose-files.ts';
import { dockerEngine } from './compose/docker-engine.ts';
import { engineLocation } from './compose/engine-location.ts';
import { engineResources } from './compose/engine-resources.ts';
import { environmentFileKept } from './compose/environment-file.ts';
import { hostAccess } from './compose/host-access.ts';
import { imagesPresent } from './compose/images-present.ts';
import { loopbackOnly } from './compose/loopback-only.ts';
import { diskSpace } from './disk-space.ts';
import { dockerPresent } from './docker-present.ts';
import { gitPresent } from './git-present.ts';
import { localDefaults } from './local-defaults.ts';
import { nodeVersion } from './node-version.ts';
import { outputFolder } from './output-folder.ts';
import { portsFree } from './ports-free.ts';
import type { Probe } from './probe.ts';
import { profileValid } from './profile-valid.ts';
import { stripeCredentials } from './stripe-credentials.ts';
import { trackedSecrets } from './tracked-secrets.ts';

/** Every preflight probe of the embedded stack, in the order in which they are shown. None depends on another. */
export const PROBES: readonly Probe[] = [
  nodeVersion,
  profileValid,
  portsFree,
  outputFolder,
  diskSpace,
  clock,
  gitPresent,
  dockerPresent,
  codexCli,
  codexCredentials,
  stripeCredentials,
  localDefaults,
  trackedSecrets,
];

/** Every preflight probe of a checkout on Docker Compose. What refuses the others comes before them. */
const COMPOSE_PROBES: readonly Probe[] = [
  nodeVersion,
  profileValid,
  dockerEngine,
  composeFiles,
  engineLocation,
  engineResources,
  onceAskable(portsFree),
  checkoutComplete,
  imagesPresent,
  loopbackOnly,
  hostAccess,
  outputFolder,
  diskSpace,
  clock,
  gitPresent,
  codexCli,
  codexCredentials,
  codexContainer,
  stripeCredentials,
  localDefaults,
  environmentFileKept,
  trackedSecrets,
  commitPins,
];

/** Every preflight probe of a stack that somebody else runs: nothing is started, so only this machine's own part counts. */
const ATTACH_PROBES: readonly Probe[] = [
  nodeVersion,
  profileValid,
  givenTokensUsable,
  stackReachable,
  outputFolder,
  diskSpace,
  clock,
  gitPresent,
  stripeCredentials,
  trackedSecrets,
];

const PROBES_BY_KIND: Readonly<Record<StackRuntime['kind'], readonly Probe[]>> = {
  embedded: PROBES,
  compose: COMPOSE_PROBES,
  attach: ATTACH_PROBES,
};

/** The probes that look at what a kind of runtime needs. */
export function probesOf(kind: StackRuntime['kind']): readonly Probe[] {
  return PROBES_BY_KIND[kind];
}
