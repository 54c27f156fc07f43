import type { ReasonId } from '../../reasons/catalog.ts';
import { findCodexCredentials } from '../../stack/codex-credentials.ts';
import type { Probe } from './probe.ts';

const REASON = {
  missing: 'CX-CREDENTIALS-MISSING',
  unreadable: 'CX-CREDENTIALS-UNREADABLE',
  invalid: 'CX-CREDENTIALS-INVALID',
  exposed: 'CX-CREDENTIALS-EXPOSED',
} as const satisfies Record<string, ReasonId>;

const KIND = {
  chatgpt: 'a ChatGPT sign-in',
  'api-key': 'an OpenAI API key',
  unknown: 'of a kind this version does not know',
};

/** The same order in which the folder is looked for. */
const LISTING = `ls -l "\${BUS_CODEX_HOME:-\${CODEX_HOME:-$HOME/.codex}}/auth.json"`;

/** Codex credentials: there or not. Nothing else about them is told. */
export const codexCredentials: Probe = {
  id: 'codex-credentials',
  title: 'Codex credentials',
  required: false,
  proves: 'A credentials file of the Codex CLI is there, whole, and readable by this user alone.',
  doesNotProve: 'That OpenAI accepts it: the opt-in check live-codex does.',
  command: () => LISTING,
  async run({ host, secrets }) {
    const found = await findCodexCredentials(host, secrets);
    if (found.state === 'present') return { status: 'PASS', observed: `${found.place}: ${KIND[found.kind]}` };
    const detail = found.state === 'missing' ? found.place : `${found.place}: ${found.detail}`;
    return { status: found.state === 'missing' ? 'SKIP' : 'FAIL', reason: REASON[found.state], detail };
  },
};
