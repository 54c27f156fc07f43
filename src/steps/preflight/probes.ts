import { clock } from './clock.ts';
import { codexCredentials } from './codex-credentials.ts';
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

/** Every preflight probe, in the order in which they are shown. None depends on another. */
export const PROBES: readonly Probe[] = [
  nodeVersion,
  profileValid,
  portsFree,
  outputFolder,
  diskSpace,
  clock,
  gitPresent,
  dockerPresent,
  codexCredentials,
  stripeCredentials,
  localDefaults,
  trackedSecrets,
];
