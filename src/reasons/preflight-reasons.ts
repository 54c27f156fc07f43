import type { ReasonEntry } from './reason.ts';

/** PF-: preflight. */
export const preflightReasons = {
  'PF-NODE-OLD': {
    class: 'configuration',
    sentence: 'This version of Node is too old.',
    next: 'install Node 22.19 or newer',
  },
  'PF-PORT-TAKEN': {
    class: 'configuration',
    sentence: 'A port that the stack needs is held by another program.',
    next: 'run again with --port 0 for a free one, or stop that program',
  },
  'PF-PORT-REFUSED': {
    class: 'configuration',
    sentence: 'The system does not let the stack listen on its port.',
    next: 'choose a port above 1023 with --port',
  },
  'PF-OUTPUT-UNWRITABLE': {
    class: 'configuration',
    sentence: 'The output folder cannot be written.',
    next: 'name another folder with --output DIR',
  },
  'PF-OUTPUT-LINK': {
    class: 'refused',
    sentence: 'The output folder is a link, and links are not followed.',
    next: 'name the folder itself with --output DIR',
  },
  'PF-OUTPUT-EXPOSED': {
    class: 'refused',
    sentence: 'Other users can change what the run writes.',
    next: 'chmod go-w the output folder, or name another one with --output DIR',
  },
  'PF-DISK-LOW': {
    class: 'configuration',
    sentence: 'The disk of the output folder is nearly full.',
    next: 'free at least 200 MB, or name another folder with --output DIR',
  },
  'PF-CLOCK-WRONG': {
    class: 'configuration',
    sentence: 'The clock of this machine cannot be trusted, and tokens depend on it.',
    next: 'set the clock, or switch on time synchronisation',
  },
  'PF-GIT-MISSING': {
    class: 'configuration',
    sentence: 'Git is not installed, so the tracked files of this checkout cannot be scanned for secrets.',
    next: 'install git',
  },
  'PF-GIT-NOT-NEEDED': {
    class: 'not-applicable',
    sentence: 'Git is not installed, and this folder is no git checkout.',
    next: 'nothing to do',
  },
  'PF-DOCKER-NOT-NEEDED': {
    class: 'not-applicable',
    sentence: 'This profile runs without Docker.',
    next: 'nothing to do',
  },
  'PF-DOCKER-MISSING': {
    class: 'configuration',
    sentence: 'Docker is not installed, or not on the PATH.',
    next: 'install Docker Engine or Docker Desktop',
  },
  'PF-DOCKER-DOWN': {
    class: 'platform',
    sentence: 'The Docker engine does not answer.',
    next: 'start Docker, then run docker info',
  },
  'PF-DOCKER-DENIED': {
    class: 'configuration',
    sentence: 'This user may not use the socket of the Docker engine.',
    next: 'sudo usermod -aG docker $USER and sign in again (that gives the rights of root), or use a rootless engine',
  },
  'PF-DOCKER-OLD': {
    class: 'configuration',
    sentence: 'The Docker engine is too old.',
    next: 'install Docker Engine 20.10 or newer',
  },
  'PF-COMPOSE-MISSING': {
    class: 'configuration',
    sentence: 'Docker has no Compose v2 plugin.',
    next: 'install the Docker Compose plugin, version 2.20 or newer',
  },
  'PF-COMPOSE-OLD': {
    class: 'configuration',
    sentence: 'Docker Compose is too old.',
    next: 'install the Docker Compose plugin, version 2.20 or newer',
  },
  'PF-SERVICES-MISSING': {
    class: 'configuration',
    sentence: 'The compose files lack services of the profile.',
    next: 'check out the version of the stack that belongs to this profile, or correct the profile',
  },
  'PF-ENGINE-UNKNOWN': {
    class: 'platform',
    sentence: 'The Docker engine does not tell what it has.',
    next: 'docker info',
  },
  'PF-ENGINE-MEMORY-LOW': {
    class: 'configuration',
    sentence: 'The Docker engine has too little memory.',
    next: 'give the machine, or the virtual machine in the settings of Docker Desktop, more memory',
  },
  'PF-ENGINE-DISK-LOW': {
    class: 'configuration',
    sentence: 'The disk of the Docker engine is nearly full.',
    next: 'docker system df shows what takes the room',
  },
  'PF-ENGINE-REMOTE': {
    class: 'configuration',
    sentence: 'The Docker engine runs on another machine, and so do the ports that the stack publishes.',
    next: 'forward the port of the gateway to this machine with ssh -L',
  },
  'PF-MODULES-MISSING': {
    class: 'configuration',
    sentence:
      'Modules of the checkout were not fetched; they are private, and need read access to their repositories.',
    next: 'ask BusDK for read access with your SSH key, then run git submodule update --init --recursive',
  },
  'PF-PINS-UNREADABLE': {
    class: 'not-applicable',
    sentence: 'Git tells no module commits here: the folder is no git checkout, or a source archive.',
    next: 'git clone the stack instead of downloading it as an archive, to have its versions in the report',
  },
  'PF-IMAGE-MISSING': {
    class: 'configuration',
    sentence: 'Images of the stack are neither on the engine nor offered by their registry.',
    next: 'docker login to their registry, or build them, then docker compose pull',
  },
  'PF-PORT-EXPOSED': {
    class: 'refused',
    sentence: 'The stack would be reached from other machines, and its local keys are public.',
    next: 'bind every published port to 127.0.0.1 in the compose files',
  },
  'PF-SSH-OFFERED': {
    class: 'configuration',
    sentence: 'Services are offered SSH keys or an SSH agent of this machine.',
    next: 'set BUS_DOCKER_CODEX_SSH_HOST to an empty folder unless containers have to push to Git',
  },
  'PF-ENV-TRACKED': {
    class: 'refused',
    sentence: 'Git tracks the environment file, so a secret in it would be published.',
    next: 'git rm --cached .env, and add it to .gitignore',
  },
  'PF-NOT-ASKABLE': {
    class: 'not-applicable',
    sentence: 'This could not be looked at, because what it needs has failed already.',
    next: 'mend what refused the preflight, then run it again',
  },
  'PF-TOKEN-MISSING': {
    class: 'credential',
    sentence: 'No token for the stack is given.',
    next: 'name its file with --api-token-file or BUS_API_TOKEN_FILE',
  },
  'PF-TOKEN-UNUSABLE': {
    class: 'credential',
    sentence: 'A given token cannot be used for what it is given for.',
    next: 'issue a new token for that audience',
  },
  'PF-TOKEN-EXPOSED': {
    class: 'refused',
    sentence: 'Other users of this machine can read a file with a token.',
    next: 'chmod 600 the file, and issue a new token if it was read',
  },
  'PF-STRIPE-NOT-SET': {
    class: 'credential',
    sentence: 'No Stripe key is set; payments stay local.',
    next: 'set BUS_STRIPE_SECRET_KEY to a test-mode key to prove real Stripe calls',
  },
  'PF-STRIPE-LIVE-KEY': {
    class: 'refused',
    sentence: 'A live Stripe key is set in a local stack.',
    next: 'replace BUS_STRIPE_SECRET_KEY with a test-mode key, or unset it',
  },
  'PF-STRIPE-KEY-UNKNOWN': {
    class: 'refused',
    sentence: 'A Stripe setting does not hold what belongs there, so its mode is unknown.',
    next: 'BUS_STRIPE_SECRET_KEY takes sk_test_… or rk_test_…, BUS_STRIPE_WEBHOOK_SECRET takes whsec_…; or unset it',
  },
  'PF-LOCAL-DEFAULT-MISSING': {
    class: 'refused',
    sentence: 'A local-only default is missing.',
    next: 'put the documented default back where the message says',
  },
  'PF-LOCAL-DEFAULT-CHANGED': {
    class: 'refused',
    sentence: 'A local-only default was changed, so this is not the documented local stack.',
    next: 'remove the value where the message says, or put the documented default back',
  },
  'PF-NO-LOCAL-DEFAULTS': {
    class: 'not-applicable',
    sentence: 'This profile has no local-only defaults.',
    next: 'nothing to do',
  },
  'PF-ENV-UNREADABLE': {
    class: 'refused',
    sentence: 'An environment file is there but cannot be checked.',
    next: 'make it a readable file of less than 1 MiB, and no link',
  },
  'PF-TRACKED-SECRET': {
    class: 'refused',
    sentence: 'A tracked file holds a real secret.',
    next: 'revoke that secret, take it out of the file and out of the history, then run again',
  },
  'PF-TRACKED-UNSCANNED': {
    class: 'refused',
    sentence: 'The tracked files could not be scanned for secrets.',
    next: 'run git ls-files in this folder, and mend what it says',
  },
  'PF-NOT-A-CHECKOUT': {
    class: 'not-applicable',
    sentence: 'This folder is no git checkout, so there are no tracked files to scan.',
    next: 'nothing to do',
  },
  'PF-PROBE-TIMEOUT': {
    class: 'timeout',
    sentence: 'A preflight probe gave no answer in time.',
    next: 'bus-setup preflight',
  },
  'PF-PROBE-BROKEN': {
    class: 'platform',
    sentence: 'A preflight probe failed in a way it should not.',
    next: 'run it again with --debug, and send the diagnostic bundle to support',
  },
} as const satisfies Record<string, ReasonEntry>;
