import type { Probe } from '../probe.ts';
import { gitlinks } from './gitlinks.ts';

/** The commits of the modules can be told: they are the versions of what runs. */
export const commitPins: Probe = {
  id: 'commit-pins',
  title: 'Module commit pins are readable',
  required: false,
  proves: 'Git tells which commit of each module belongs to this checkout, so the report can name it.',
  doesNotProve: 'That the modules are checked out at these commits.',
  deadlineMs: 20_000,
  command: () => 'git ls-tree -r HEAD | grep ^160000',
  async run({ workspace, host, signal }) {
    const links = await gitlinks(workspace, host, signal);
    if (links === undefined) return { status: 'SKIP', reason: 'PF-PINS-UNREADABLE' };
    return { status: 'PASS', observed: `${links.length} modules are pinned` };
  },
};
