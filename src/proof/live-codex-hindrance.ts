import { LIVE_CODEX } from '../contract/llm.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import { findCodexCli } from '../stack/codex-cli.ts';
import { findCodexCredentials } from '../stack/codex-credentials.ts';
import { codexNextStep } from '../stack/codex-login-step.ts';
import { codexProviderOf } from '../stack/codex-provider.ts';
import type { CheckContext } from './check.ts';

const HINDRANCE = {
  missing: 'CX-CREDENTIALS-MISSING',
  unreadable: 'CX-CREDENTIALS-UNREADABLE',
  invalid: 'CX-CREDENTIALS-INVALID',
} as const satisfies Record<string, ReasonId>;

/** Why no live request can be made. */
export interface LiveCodexHindrance {
  readonly reason: ReasonId;
  readonly detail: string;
  /** Overrides the catalog's next step. */
  readonly next?: string;
}

/**
 * Looks for what keeps a live request from being made, before anything is sent.
 * @param context the host is the one that the stack sees
 * @returns undefined when a request would be made
 */
export async function liveCodexHindrance(
  context: Pick<CheckContext, 'host' | 'runtime' | 'access' | 'secrets'>,
): Promise<LiveCodexHindrance | undefined> {
  const { host, runtime } = context;
  if (host.env[LIVE_CODEX.optIn] !== '1') {
    return { reason: 'CX-NOT-OPTED-IN', detail: `${LIVE_CODEX.optIn} is not 1` };
  }
  const missing = runtime.kind === 'embedded' && (await findCodexCli(host)) === undefined;
  if (missing && host.env.BUS_CODEX_PROVIDER !== 'static') {
    return { reason: 'CX-CLI-MISSING', detail: 'the static provider answers instead' };
  }
  if ((await codexProviderOf(runtime, host)) === 'static') {
    return { reason: 'CX-STATIC-PROVIDER', detail: 'a static answer is not a live proof' };
  }
  // A stack of somebody else has its own credentials, and containers have their own CLI.
  if (runtime.kind === 'attach') return undefined;
  const found = await findCodexCredentials(host, context.secrets);
  if (found.state !== 'present' && found.state !== 'exposed') {
    const detail = found.state === 'missing' ? found.place : `${found.place}: ${found.detail}`;
    const reason = HINDRANCE[found.state];
    return { reason, detail, next: codexNextStep(reason, host) };
  }
  if (context.access.codexProvider !== 'static') return undefined;
  return { reason: 'CX-STATIC-PROVIDER', detail: 'the stack that runs was started with the static provider' };
}
