import { isInCheckout } from './git-checkout.ts';
import type { Probe } from './probe.ts';
import { firstLineOf } from './run-tool.ts';

/** Git is there where it is needed: the scan of tracked files asks it for their names. */
export const gitPresent: Probe = {
  id: 'git',
  title: 'Git is present',
  required: true,
  proves: 'Git answers, so the tracked files of a checkout can be listed.',
  doesNotProve: 'That this folder is a checkout.',
  command: () => 'git --version',
  async run({ host, workspace, signal }) {
    const version = await firstLineOf(['git', '--version'], host, signal);
    if (version !== undefined) return { status: 'PASS', observed: version };
    return (await isInCheckout(workspace))
      ? { status: 'FAIL', reason: 'PF-GIT-MISSING' }
      : { status: 'SKIP', reason: 'PF-GIT-NOT-NEEDED' };
  },
};
