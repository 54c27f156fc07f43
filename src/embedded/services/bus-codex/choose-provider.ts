import type { ExecutionProvider } from './execution-provider.ts';
import { staticProvider } from './static-provider.ts';

/**
 * Chooses what executes turns, by `BUS_CODEX_PROVIDER` (`codex` or `static`; default `codex`). Where the Codex CLI
 * is asked for and this stack cannot run it, the static provider answers, and every answer is named so.
 * @param env settings of the service
 * @param log told why another provider than the asked one was chosen
 * @throws when the setting is neither `codex` nor `static`
 */
export function chooseProvider(
  env: Readonly<Record<string, string | undefined>>,
  log: (line: string) => void,
): ExecutionProvider {
  const asked = env.BUS_CODEX_PROVIDER || 'codex';
  if (asked !== 'codex' && asked !== 'static') throw new Error('BUS_CODEX_PROVIDER must be codex or static');
  if (asked === 'codex') log('the Codex CLI is not connected to this stack; the static provider answers');
  return staticProvider();
}
