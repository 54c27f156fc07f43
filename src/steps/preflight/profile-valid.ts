import { readSmallFile } from '../../host/private-files.ts';
import { parseProfile } from '../../stack/profile-loader.ts';
import { mistakeLine } from '../../stack/profile-mistake.ts';
import type { Probe } from './probe.ts';
import { shellWord } from './shell-word.ts';

/** The profile file is what the run uses, and valid. */
export const profileValid: Probe = {
  id: 'profile',
  title: 'The setup profile is valid',
  required: true,
  proves: 'The profile on disk has the published format and is the one that this run uses.',
  doesNotProve: 'That the stack behaves as the profile says; the proof does that.',
  command: ({ loaded }) => `cat ${shellWord(loaded.source.path)}`,
  async run({ loaded }) {
    const { path } = loaded.source;
    const parsed = parseProfile(path, await readSmallFile(path, 1024 * 1024));
    if (!parsed.ok) {
      const [first] = parsed.mistakes;
      const detail = first === undefined ? path : mistakeLine(path, first);
      return { status: 'FAIL', reason: 'ST-PROFILE-INVALID', detail };
    }
    if (parsed.loaded.source.text !== loaded.source.text) {
      return {
        status: 'FAIL',
        reason: 'ST-PROFILE-INVALID',
        detail: `${path} was changed after this run read it`,
      };
    }
    const { services, checks } = loaded.profile;
    const observed = `${services.length} services, ${checks.required.length} required checks, ${checks.optional.length} optional`;
    return { status: 'PASS', observed };
  },
};
