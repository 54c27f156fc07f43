import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { codexProvider } from './codex-provider.ts';
import type { ExecutionProvider } from './execution-provider.ts';
import { staticProvider } from './static-provider.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Chooses what executes turns, by `BUS_CODEX_PROVIDER` (`codex` or `static`; default `codex`). Where the Codex CLI
 * is asked for and is not installed, the static provider answers, and every answer is named so.
 * @param env settings of the service; `BUS_CODEX_COMMAND` is the CLI, a path or a name to look for in `PATH`
 * @param log told why another provider than the asked one was chosen
 * @throws when the setting is neither `codex` nor `static`
 */
export async function chooseProvider(env: Settings, log: (line: string) => void): Promise<ExecutionProvider> {
  const asked = env.BUS_CODEX_PROVIDER || 'codex';
  if (asked !== 'codex' && asked !== 'static') throw new Error('BUS_CODEX_PROVIDER must be codex or static');
  if (asked === 'static') return staticProvider();
  const command = await findCommand(env.BUS_CODEX_COMMAND || 'codex', env.PATH ?? '');
  if (command !== undefined) return codexProvider(command, env);
  log('the Codex CLI is not installed; the static provider answers');
  return staticProvider();
}

/** @returns the absolute path of an executable file */
async function findCommand(command: string, searchPath: string): Promise<string | undefined> {
  const candidates = isAbsolute(command)
    ? [command]
    : searchPath.split(delimiter).flatMap((folder) => (isAbsolute(folder) ? [join(folder, command)] : []));
  for (const candidate of candidates) {
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
