import { execa } from 'execa';
import type { Host } from '../../host/host.ts';
import type { ReasonId } from '../../reasons/catalog.ts';
import { findCodexCli } from '../../stack/codex-cli.ts';
import { type CodexCredentials, codexFolder, findCodexCredentials } from '../../stack/codex-credentials.ts';
import { codexNextStep } from '../../stack/codex-login-step.ts';
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

/** Milliseconds the CLI may take to tell whether it is logged in. */
const STATUS_DEADLINE_MS = 20_000;

/** The same order in which the folder is looked for. */
const LISTING = `ls -l "\${BUS_CODEX_HOME:-\${CODEX_HOME:-$HOME/.codex}}/auth.json"`;

/** Codex credentials: there or not, of which kind, until when. Nothing else about them is told. */
export const codexCredentials: Probe = {
  id: 'codex-credentials',
  title: 'Codex credentials',
  required: false,
  proves:
    'A credentials file of the Codex CLI is there, whole, readable by this user alone, and the CLI takes it for a login.',
  doesNotProve: 'That OpenAI accepts it: the opt-in check live-codex does.',
  command: () => LISTING,
  async run({ host, secrets, signal }) {
    const found = await findCodexCredentials(host, secrets);
    if (found.state !== 'present') {
      const detail = found.state === 'missing' ? found.place : `${found.place}: ${found.detail}`;
      const reason = REASON[found.state];
      const next = codexNextStep(reason, host);
      return { status: found.state === 'missing' ? 'SKIP' : 'FAIL', reason, detail, next };
    }
    if ((await saysLoggedIn(host, signal)) === false) {
      const reason = 'CX-LOGIN-DISAGREES';
      return { status: 'FAIL', reason, detail: found.place, next: codexNextStep(reason, host) };
    }
    return { status: 'PASS', observed: `${found.place}: ${KIND[found.kind]}${untilWhen(found, host.now())}` };
  },
};

function untilWhen({ endsAt }: Extract<CodexCredentials, { state: 'present' }>, now: Date): string {
  if (endsAt === undefined) return '';
  const day = endsAt.toISOString().slice(0, 10);
  return endsAt > now ? `, token until ${day}` : `, token ended ${day} and has to be renewed`;
}

/**
 * Asks the CLI itself. What it prints names a part of the key, so only its exit code is looked at.
 * @returns undefined when there is no CLI, or it does not say
 */
async function saysLoggedIn(host: Host, signal: AbortSignal): Promise<boolean | undefined> {
  const cli = await findCodexCli(host);
  if (cli === undefined) return undefined;
  const { exitCode } = await execa(cli, ['login', 'status'], {
    env: { ...host.env, CODEX_HOME: codexFolder(host).folder },
    extendEnv: false,
    stdio: 'ignore',
    timeout: STATUS_DEADLINE_MS,
    cancelSignal: signal,
    reject: false,
  });
  signal.throwIfAborted();
  return exitCode === 0 ? true : exitCode === 1 ? false : undefined;
}
