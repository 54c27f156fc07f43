import type { Probe } from './probe.ts';

/** Oldest Node that runs the program and the embedded stack; `engines` in package.json says the same. */
const OLDEST = { major: 22, minor: 19 };

/** Node is new enough. */
export const nodeVersion: Probe = {
  id: 'node-version',
  title: 'Node is new enough',
  required: true,
  proves: 'This program runs on a Node version it was made for.',
  doesNotProve: 'That the Node installation is complete or unmodified.',
  command: () => 'node --version',
  async run({ host }) {
    const [major = 0, minor = 0] = host.nodeVersion.split('.').map(Number);
    const enough = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
    return enough
      ? { status: 'PASS', observed: `Node ${host.nodeVersion}` }
      : { status: 'FAIL', reason: 'PF-NODE-OLD', detail: `this is Node ${host.nodeVersion}` };
  },
};
