import type { ReasonEntry } from './reason.ts';

/** CX-: the credentials of the Codex CLI and the live calls that need them. */
export const codexReasons = {
  'CX-NOT-OPTED-IN': {
    class: 'not-applicable',
    sentence: 'Live Codex calls were not asked for.',
    next: 'set BUS_LOCAL_AI_PLATFORM_LIVE_CODEX=1 and run again',
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
