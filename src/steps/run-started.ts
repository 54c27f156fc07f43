import { createHash } from 'node:crypto';
import type { Host } from '../host/host.ts';
import { profileName } from '../stack/profile-loader.ts';
import type { LoadedProfile } from '../stack/profile-parser.ts';
import { VERSION } from '../version.ts';
import { askedOf } from './asked-request.ts';
import type { RunEventBody } from './events.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunRequest } from './run-request.ts';

/**
 * The first event of a run: what was asked for, and by whom it is done.
 * @param named the profile as the operator named it, id or file
 */
export function runStarted(
  host: Host,
  request: RunRequest,
  loaded: LoadedProfile,
  folder: RunFolder,
  named: string,
): RunEventBody {
  const { profile } = loaded;
  return {
    type: 'run.started',
    profile: profile.id,
    ...(named === profile.id ? {} : { profileFile: named }),
    profileTitle: profile.title,
    tier: profile.tier,
    runtime: profile.runtime.kind,
    version: VERSION,
    node: host.nodeVersion,
    platform: `${host.platform}-${host.arch}`,
    folder: folder.folder,
    challenge: request.challenge,
    steps: [...request.steps],
    profileDigest: createHash('sha256').update(JSON.stringify(profile)).digest('hex'),
    asked: askedOf(request, profileName(loaded), host.cwd),
  };
}
