import type { ReasonEntry } from './reason.ts';

/** ST-: profiles, starting, stopping and reaching the stack. */
export const stackReasons = {
  'ST-PROFILE-UNKNOWN': {
    class: 'configuration',
    sentence: 'There is no profile with that name.',
    next: 'bus-setup profiles',
  },
  'ST-PROFILE-UNREADABLE': {
    class: 'configuration',
    sentence: 'The profile cannot be read.',
    next: 'name a readable file, smaller than 1 MiB and no link, with --profile FILE',
  },
  'ST-PROFILE-INVALID': {
    class: 'configuration',
    sentence: 'The profile has a mistake.',
    next: 'correct the line that the message names',
  },
  'ST-PORT-INVALID': {
    class: 'configuration',
    sentence: 'The gateway port is not a port number.',
    next: 'give a number from 0 to 65535 with --port or LOCAL_AI_PLATFORM_PORT; 0 picks a free one',
  },
  'ST-PORT-TAKEN': {
    class: 'configuration',
    sentence: 'Another program listens on the port of the gateway.',
    next: 'bus-setup start --port 0',
  },
  'ST-FOLDER-UNUSABLE': {
    class: 'configuration',
    sentence: 'The folder of the stack cannot be used.',
    next: 'name another folder with --output DIR',
  },
  'ST-PROGRAM-MISSING': {
    class: 'platform',
    sentence: 'The program of the embedded stack is not in this installation.',
    next: 'npm run build',
  },
  'ST-START-BUSY': {
    class: 'timeout',
    sentence: 'Another start or stop of the same stack does not come to an end.',
    next: 'bus-setup status',
  },
  'ST-DATA-HELD': {
    class: 'configuration',
    sentence:
      'A stack that runs elsewhere works in this folder: in another container, or on another machine.',
    next: 'stop it where it was started, or name another folder with --output DIR',
  },
  'ST-START-CRASHED': {
    class: 'platform',
    sentence: 'The stack ended while it started.',
    next: 'bus-setup bundle',
  },
  'ST-NOT-RUNNING': {
    class: 'platform',
    sentence: 'The stack is not running.',
    next: 'bus-setup start',
  },
  'ST-NOT-READY': {
    class: 'timeout',
    sentence: 'The stack did not become ready in time.',
    next: 'bus-setup status',
  },
  'ST-SERVICE-UNKNOWN': {
    class: 'configuration',
    sentence: 'The profile has no service with that name.',
    next: 'bus-setup status',
  },
  'ST-RESTART-FAILED': {
    class: 'platform',
    sentence: 'The service did not come back after its restart.',
    next: 'bus-setup status',
  },
  'ST-NOT-RESTARTED': {
    class: 'platform',
    sentence: 'The service was said to be restarted, and is still the one that ran before.',
    next: 'bus-setup stop, then bus-setup start',
  },
  'ST-CLOCK-NOT-SET': {
    class: 'platform',
    sentence: 'The stack did not set the clock of an account of the proof.',
    next: 'bus-setup restart bus-billing-worker, then run again',
  },
  'ST-STOP-FAILED': {
    class: 'platform',
    sentence: 'The stack could not be stopped.',
    next: 'bus-setup status',
  },
  'ST-DOCKER-MISSING': {
    class: 'configuration',
    sentence: 'Docker is not installed, or not on the PATH.',
    next: 'install Docker Engine or Docker Desktop',
  },
  'ST-DOCKER-DOWN': {
    class: 'platform',
    sentence: 'The Docker engine does not answer.',
    next: 'start Docker, then run docker info',
  },
  'ST-DOCKER-DENIED': {
    class: 'configuration',
    sentence: 'This user may not use the Docker engine.',
    next: 'add the user to the group docker and sign in again, or use a rootless engine',
  },
  'ST-DOCKER-SLOW': {
    class: 'timeout',
    sentence: 'The Docker engine gives no answer in time.',
    next: 'docker info',
  },
  'ST-COMPOSE-MISSING': {
    class: 'configuration',
    sentence: 'Docker has no Compose v2 plugin, or an old one.',
    next: 'install the Docker Compose plugin, version 2.20 or newer',
  },
  'ST-COMPOSE-INVALID': {
    class: 'configuration',
    sentence: 'Compose does not accept the compose files or the environment file.',
    next: 'mend what the message names, then run docker compose config --quiet',
  },
  'ST-COMPOSE-FAILED': {
    class: 'platform',
    sentence: 'Docker Compose failed.',
    next: 'bus-setup bundle',
  },
  'ST-CHECKOUT-MISSING': {
    class: 'configuration',
    sentence: 'There is no BusDK checkout with its compose files.',
    next: 'name the folder of the checkout with --checkout DIR',
  },
  'ST-ENV-UNREADABLE': {
    class: 'configuration',
    sentence: 'The environment file of the stack cannot be read.',
    next: 'make it a readable file of less than 1 MiB and no link, or name another with --env-file FILE',
  },
  'ST-IMAGE-MISSING': {
    class: 'configuration',
    sentence: 'An image of the stack is not there and cannot be pulled.',
    next: 'sign in to its registry with docker login, or build it, then run docker compose pull',
  },
  'ST-BUILD-FAILED': {
    class: 'platform',
    sentence: 'An image of the stack cannot be built.',
    next: 'mend what the message names, then run docker compose build',
  },
  'ST-ENGINE-FULL': {
    class: 'configuration',
    sentence: 'The disk of the Docker engine is full.',
    next: 'docker system df shows what takes the room',
  },
  'ST-SERVICE-EXITED': {
    class: 'platform',
    sentence: 'A service of the stack ended; the containers are left as they are.',
    next: 'bus-setup logs SERVICE',
  },
  'ST-SERVICE-UNHEALTHY': {
    class: 'platform',
    sentence: 'A service of the stack runs and its health check fails; the containers are left as they are.',
    next: 'bus-setup logs SERVICE',
  },
  'ST-CRASH-LOOP': {
    class: 'platform',
    sentence: 'A service of the stack ends again and again; the containers are left as they are.',
    next: 'bus-setup logs SERVICE',
  },
  'ST-ATTACHED': {
    class: 'not-applicable',
    sentence: 'This stack is run by somebody else.',
    next: 'ask whoever runs it',
  },
  'ST-URL-MISSING': {
    class: 'configuration',
    sentence: 'It is not said where the stack is.',
    next: 'give its base URL with --url, e.g. --url https://ai.example.com',
  },
  'ST-URL-INVALID': {
    class: 'configuration',
    sentence: 'The base URL of the stack cannot be used.',
    next: 'give the URL of the gateway alone with --url, e.g. --url https://ai.example.com',
  },
  'ST-TOKEN-UNREADABLE': {
    class: 'credential',
    sentence: 'A file with a token cannot be read.',
    next: 'name a file that holds the token and nothing else',
  },
  'ST-CA-UNREADABLE': {
    class: 'configuration',
    sentence: 'The file with the certificates cannot be read.',
    next: 'name a file with PEM certificates with --ca-file',
  },
  'ST-UNREACHABLE': {
    class: 'platform',
    sentence: 'The stack that somebody else runs cannot be reached.',
    next: 'check the base URL, the proxy and the certificates, then run bus-setup status',
  },
  'ST-DATABASE-UNREADABLE': {
    class: 'platform',
    sentence: 'The database of the stack cannot be read.',
    next: 'bus-setup logs postgres',
  },
} as const satisfies Record<string, ReasonEntry>;
