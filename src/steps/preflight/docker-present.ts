import type { Probe } from './probe.ts';

/** Docker is there when the profile needs it. */
export const dockerPresent: Probe = {
  id: 'docker',
  title: 'Docker, where the profile needs it',
  required: false,
  proves: 'What this profile needs of Docker is there.',
  doesNotProve: 'That images can be pulled or built.',
  command: () => 'docker version',
  async run() {
    return { status: 'SKIP', reason: 'PF-DOCKER-NOT-NEEDED' };
  },
};
