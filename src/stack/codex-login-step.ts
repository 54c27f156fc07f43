import type { Host } from '../host/host.ts';
import { REASONS, type ReasonId } from '../reasons/catalog.ts';
import type { ReasonEntry } from '../reasons/reason.ts';
import { codexFolder } from './codex-credentials.ts';

/**
 * The next step of a reason about Codex credentials, for the folder in which they are looked for: `codex login` alone
 * writes into another one when a variable of ours names it. The folder is told by that variable, for its value may name a
 * person.
 * @param host the one that the stack sees
 */
export function codexNextStep(id: ReasonId, host: Host): string {
  const { next }: ReasonEntry = REASONS[id];
  const { variable, place } = codexFolder(host);
  const login = variable === undefined ? 'codex login' : `codex login, with CODEX_HOME set to $${variable}`;
  return next
    .replace('codex login', login)
    .replace('chmod 600 auth.json in the Codex folder', `chmod 600 "${place}"`);
}
