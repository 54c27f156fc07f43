import type { ReasonEntry } from './reason.ts';

/** CX-: the credentials of the Codex CLI and the live calls that need them. */
export const codexReasons = {
  'CX-NOT-OPTED-IN': {
    class: 'not-applicable',
    sentence: 'Live Codex calls were not asked for.',
    next: 'set BUS_LOCAL_AI_PLATFORM_LIVE_CODEX=1 and run again',
  },
  'CX-DECLINED': {
    class: 'not-applicable',
    sentence: 'The operator was asked and did not want the live request.',
    next: 'bus-setup proof --only live-codex, and send it',
  },
  'CX-CREDENTIALS-MISSING': {
    class: 'credential',
    sentence: 'There are no Codex credentials on this machine.',
    next: 'codex login',
  },
  'CX-CREDENTIALS-UNREADABLE': {
    class: 'credential',
    sentence: 'The Codex credentials are there but cannot be read.',
    next: 'make auth.json a regular file that you own, or codex login',
  },
  'CX-CREDENTIALS-INVALID': {
    class: 'credential',
    sentence: 'The Codex credentials file is empty or damaged.',
    next: 'codex login',
  },
  'CX-CREDENTIALS-EXPOSED': {
    class: 'credential',
    sentence: 'Other users of this machine can read the Codex credentials.',
    next: 'chmod 600 auth.json in the Codex folder',
  },
  'CX-CREDENTIALS-REJECTED': {
    class: 'credential',
    sentence: 'The provider does not accept the Codex credentials.',
    next: 'codex login',
  },
  'CX-CREDENTIALS-EXPIRED': {
    class: 'credential',
    sentence: 'The Codex login has ended and cannot be renewed.',
    next: 'codex login',
  },
  'CX-LOGIN-DISAGREES': {
    class: 'credential',
    sentence: 'There is a credentials file, but the Codex CLI says that it is not logged in.',
    next: 'codex login',
  },
  'CX-CONTAINER-ABSENT': {
    class: 'not-applicable',
    sentence: 'The container of bus-codex does not run yet, so nothing can be said of what it sees.',
    next: 'bus-setup start, then bus-setup preflight',
  },
  'CX-CONTAINER-BLIND': {
    class: 'credential',
    sentence: 'The container of bus-codex cannot see the Codex credentials of this machine.',
    next: 'set BUS_CODEX_HOME to the folder with auth.json, then docker compose up -d --force-recreate bus-codex',
  },
  'CX-CONTAINER-OLD': {
    class: 'credential',
    sentence:
      'The container of bus-codex is older than the Codex credentials or settings, and has to be recreated.',
    next: 'docker compose up -d --force-recreate bus-codex',
  },
  'CX-QUOTA-REACHED': {
    class: 'credential',
    sentence: 'The quota or rate limit of the Codex account is reached.',
    next: 'wait until the limit is reset, or raise it with the provider; the stack itself works',
  },
  'CX-CLI-MISSING': {
    class: 'configuration',
    sentence: 'The Codex CLI is not on this machine.',
    next: 'npm install -g @openai/codex, or set BUS_CODEX_COMMAND to its path',
  },
  'CX-CLI-FAILED': {
    class: 'configuration',
    sentence: 'The Codex CLI is there but does not run.',
    next: 'codex --version, then codex doctor',
  },
  'CX-REQUEST-REFUSED': {
    class: 'configuration',
    sentence: 'The provider refused the request, although it took the credentials.',
    next: 'look at BUS_CODEX_MODEL and at the model in the config.toml of the Codex folder',
  },
  'CX-PROVIDER-UNREACHABLE': {
    class: 'configuration',
    sentence: 'Codex cannot reach its provider from here.',
    next: 'look at the network, the proxy and the base URL in the config.toml of the Codex folder',
  },
  'CX-PROVIDER-FAILED': {
    class: 'platform',
    sentence: 'The provider of the models failed; the stack passed the request on and told of the failure.',
    next: 'look at the status page of the provider and ask again with bus-setup proof --only live-codex',
  },
  'CX-STREAM-CUT': {
    class: 'platform',
    sentence: 'The answer of the provider broke off in the middle.',
    next: 'ask again with bus-setup proof --only live-codex',
  },
  'CX-TIMEOUT': {
    class: 'timeout',
    sentence: 'The provider did not answer in time.',
    next: 'ask again with bus-setup proof --only live-codex',
  },
  'CX-STACK-FAILED': {
    class: 'platform',
    sentence: 'The stack failed before the request reached Codex.',
    next: 'bus-setup status',
  },
  'CX-USAGE-UNSEEN': {
    class: 'platform',
    sentence: 'The live answer came, but no usage event for it.',
    next: 'bus-setup logs bus-llm',
  },
  'CX-LIVE-FAILED': {
    class: 'platform',
    sentence: 'The live Codex call did not give the expected answer.',
    next: 'bus-setup logs bus-codex',
  },
  'CX-STATIC-PROVIDER': {
    class: 'not-applicable',
    sentence: 'The stack answers with fixed texts, so no live proof is possible.',
    next: 'set BUS_CODEX_PROVIDER=codex, restart the stack and run again',
  },
  'CX-WRONG-MARKER': {
    class: 'platform',
    sentence: 'The live answer does not hold what Codex was asked to say.',
    next: 'ask again with bus-setup proof --only live-codex, then bus-setup logs bus-codex',
  },
  'CX-ANSWER-SHAPE': {
    class: 'platform',
    sentence: 'The live answer is not of the documented shape.',
    next: 'look at the version of bus-llm',
  },
} as const satisfies Record<string, ReasonEntry>;
