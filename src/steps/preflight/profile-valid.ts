import { shellWord } from '../../proof/shell-word.ts';
import { loadProfile } from '../../stack/profile-loader.ts';
import type { Probe } from './probe.ts';

/** The profile file is what the run uses, and valid. */
export const profileValid: Probe = {
  id: 'profile',
  title: 'The setup profile is valid',
  required: true,
  proves: 'The profile on disk has the published format and is the one that this run uses.',
  doesNotProve: 'That the stack behaves as the profile says; the proof does that.',
  command: ({ loaded }) => `cat ${shellWord([loaded.source.path])}`,
  async run({ host, loaded }) {
    const { path, text } = loaded.source;
    const onDisk = await loadProfile(path, host);
    if (onDisk.source.text !== text) {
      return {
        status: 'FAIL',
        reason: 'ST-PROFILE-INVALID',
        detail: `${path} was changed after this run read it`,
      };
    }
    const { required, optional } = loaded.profile.checks;
    const checks = `${required.length} required checks, ${optional.length} optional`;
    return { status: 'PASS', observed: `${loaded.profile.services.length} services, ${checks}` };
  },
};
