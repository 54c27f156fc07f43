import { COLLECTORS } from '../bundle/collectors.ts';
import type { CommandFact, KnownWords } from '../catalog/command-facts.ts';
import { bashCompletion } from '../catalog/completion/bash.ts';
import { fishCompletion } from '../catalog/completion/fish.ts';
import { zshCompletion } from '../catalog/completion/zsh.ts';
import { SERVICES } from '../contract/services.ts';
import { CHECKLIST } from '../evidence/accept/checklist.ts';
import { LEVELS } from '../evidence/verify/verification.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { CHECKS } from '../proof/checks/catalog.ts';
import { REASONS } from '../reasons/catalog.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { listProfiles } from '../stack/profile-loader.ts';
import { ROUTE_FORMATS } from './routes.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/**
 * Prints the completion script of a shell, with the names that this program knows today.
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for another shell, `ST-PROFILE-…`
 */
export async function printCompletion(
  host: Host,
  console: { readonly out: LineOutput },
  shell: string,
  facts: readonly CommandFact[],
): Promise<number> {
  if (!isShell(shell)) {
    throw new SetupError('RN-USAGE', `completion knows ${Object.keys(SHELLS).join(', ')}, not ${shell}`);
  }
  const script = SHELLS[shell](facts, await knownWords(host));
  for (const line of script.trimEnd().split('\n')) console.out.line(line);
  return 0;
}

/**
 * The words that values of the command line may be, by the name of the value in the help.
 * @throws SetupError `ST-PROFILE-…` for a profile that cannot be read
 */
export async function knownWords(host: Host): Promise<KnownWords> {
  const profiles = (await listProfiles(host)).map(({ profile }) => profile.id);
  return {
    'id|file': profiles,
    profile: profiles,
    action: ['show', 'validate'],
    // A group stands for all of its checks.
    checks: [...new Set(CHECKS.flatMap(({ id, group }) => [id, group]))],
    service: Object.keys(SERVICES),
    id: Object.keys(REASONS),
    ids: CHECKLIST.map(({ id }) => id),
    levels: Object.keys(LEVELS),
    'routes --format': ROUTE_FORMATS,
    'scan --format': ['text', 'json', 'sarif'],
    'checklist --format': ['text', 'md', 'json'],
    collectors: COLLECTORS.map(({ id }) => id),
    screens: ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'],
    shell: Object.keys(SHELLS),
    what: ['redact'],
  };
}

function isShell(text: string): text is keyof typeof SHELLS {
  return Object.hasOwn(SHELLS, text);
}
