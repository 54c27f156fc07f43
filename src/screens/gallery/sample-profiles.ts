import type { ProfileChoice } from '../../steps/run-port.ts';

/** What S1 offers in the stories. */
export const PROFILES: readonly ProfileChoice[] = [
  {
    id: 'embedded',
    title: 'Embedded stack',
    summary:
      'The complete AI product stack in one process on this machine, without Docker, network or credentials.',
  },
  {
    id: 'compose',
    title: 'Compose stack',
    summary: 'The stack of a BusDK checkout, driven by the real docker compose.',
  },
  { id: 'attach', title: 'Attached stack', summary: 'A stack that someone else runs.' },
];
