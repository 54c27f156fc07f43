import { LIVE_CODEX } from '../contract/llm.ts';
import type { Host } from '../host/host.ts';
import { findCodexCli } from './codex-cli.ts';
import type { StackRuntime } from './runtime.ts';

/** Setting that says who executes model calls. */
const KEY = 'BUS_CODEX_PROVIDER';

/**
 * Who executes model calls in a stack that is started here: what `BUS_CODEX_PROVIDER` says; else, in the embedded
 * stack, the Codex CLI of this machine when the operator has asked for live calls; else what the profile says. Without
 * that consent the embedded stack stays static: each of its answers would cost quota.
 * @param host the host as the stack sees it
 * @returns `codex` or `static`; undefined when nobody says, as of a stack that somebody else runs
 */
export async function codexProviderOf(
  { kind, profile }: Pick<StackRuntime, 'kind' | 'profile'>,
  host: Host,
): Promise<string | undefined> {
  const said = host.env[KEY];
  if (said !== undefined && said !== '') return said;
  const byProfile = profile.environment.find(({ key }) => key === KEY)?.default;
  if (kind !== 'embedded') return byProfile;
  const live = host.env[LIVE_CODEX.optIn] === '1' && (await findCodexCli(host)) !== undefined;
  return live ? 'codex' : (byProfile ?? 'static');
}
