import { SetupError } from '../../reasons/setup-error.ts';
import type { ComposeSettings } from '../profile-runtime.ts';
import { type ComposeInvocation, composeCommands, type DockerArgs } from './compose-command.ts';
import type { ComposeProject } from './compose-project.ts';

/** Milliseconds for one query. */
const QUERY_MS = 15_000;
/** The password is the container's own: it never leaves it, and stands in no argument. */
const WITH_PASSWORD = 'PGPASSWORD="$POSTGRES_PASSWORD" exec psql "$@"';

/**
 * Counts the notes in the stack's database that hold a text, with the query of the profile, inside the container of the
 * database.
 * @param text letters, digits and hyphens: the marker of a proof
 * @throws SetupError `ST-DATABASE-UNREADABLE`
 */
export async function countStoredNotes(
  project: ComposeProject,
  database: NonNullable<ComposeSettings['database']>,
  text: string,
  signal: AbortSignal,
): Promise<number> {
  const args = noteQuestion(project.invocation, database, text, project.setting);
  const answer = await project.try(args, signal, {
    timeoutMs: QUERY_MS,
    input: `${database.noteCount.trim().replace(/;$/, '')};\n`,
  });
  const count = answer.stdout.trim();
  if (answer.ok && /^\d{1,15}$/.test(count)) return Number(count);
  const why = answer.timedOut ? 'no answer in time' : answer.stderr.trim().split('\n').at(-1)?.slice(0, 300);
  throw new SetupError('ST-DATABASE-UNREADABLE', why === '' ? 'the answer is no number' : why);
}

/**
 * The command that counts the notes; the query itself goes to its standard input.
 * @param setting value of a setting as Compose sees it
 */
export function noteQuestion(
  invocation: ComposeInvocation,
  { service, userKey, nameKey }: NonNullable<ComposeSettings['database']>,
  text: string,
  setting: (key: string) => string,
): DockerArgs {
  const options = [
    '--no-psqlrc',
    '--tuples-only',
    '--no-align',
    '--set=ON_ERROR_STOP=1',
    `--set=text=${text}`,
  ];
  const place = [`--username=${setting(userKey)}`, `--dbname=${setting(nameKey)}`];
  return composeCommands.exec(invocation, service, ['sh', '-c', WITH_PASSWORD, 'psql', ...options, ...place]);
}
