import { LIVE_CODEX } from '../../contract/llm.ts';
import { findCodexCli } from '../../stack/codex-cli.ts';
import type { Probe } from './probe.ts';
import { firstLineOf } from './run-tool.ts';

/** The Codex CLI: there or not, which version, and whether a live request was asked for. */
export const codexCli: Probe = {
  id: 'codex-cli',
  title: 'Codex CLI, for a live proof',
  required: false,
  proves: 'The Codex CLI is on this machine and runs.',
  doesNotProve: 'That it is logged in, or that a live request succeeds.',
  command: () => 'codex --version',
  async run({ host, signal }) {
    const asked = host.env[LIVE_CODEX.optIn] === '1';
    const path = await findCodexCli(host);
    if (path === undefined) {
      const detail = asked ? 'a live proof was asked for' : 'no live proof was asked for';
      return { status: 'SKIP', reason: 'CX-CLI-MISSING', detail };
    }
    const version = await firstLineOf([path, '--version'], host, signal);
    if (version === undefined) return { status: 'FAIL', reason: 'CX-CLI-FAILED' };
    const live = asked ? 'one live request was asked for, it costs quota' : 'no live request was asked for';
    return { status: 'PASS', observed: `${version}; ${live}` };
  },
};
