import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Host } from '../host/host.ts';

/**
 * Finds the Codex CLI: `BUS_CODEX_COMMAND`, a path or a name, else `codex`, on the operator's `PATH`.
 * @returns the absolute path of an executable file; undefined when there is none
 */
export async function findCodexCli(host: Host): Promise<string | undefined> {
  const command = host.env.BUS_CODEX_COMMAND || 'codex';
  const folders = (host.env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const path of isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command))) {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
