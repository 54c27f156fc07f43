import type { ReasonId } from '../../reasons/catalog.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { createRedactor } from '../../redact/redactor.ts';
import { SecretRegistry } from '../../redact/secret.ts';
import type { DockerOutcome } from './docker-outcome.ts';

/** Lines of a failed command that its reason repeats. */
const TOLD_LINES = 6;
const TOLD_CHARACTERS = 1_500;

/** What Docker's clients print, and what it means for the operator; the first that fits counts. */
const KNOWN: readonly (readonly [RegExp, ReasonId])[] = [
  [/permission denied while trying to connect|dial unix [^\n]*permission denied/i, 'ST-DOCKER-DENIED'],
  [
    /cannot connect to the docker daemon|is the docker daemon running|error during connect|failed to connect to the docker api|connection refused[^\n]*docker|dial unix [^\n]*(no such file|connection refused)/i,
    'ST-DOCKER-DOWN',
  ],
  [
    /is not a docker command|unknown (shorthand )?flag[^\n]*|unknown command[^\n]*compose/i,
    'ST-COMPOSE-MISSING',
  ],
  [
    /port is already allocated|address already in use|ports are not available|failed to bind host port/i,
    'ST-PORT-TAKEN',
  ],
  [/no space left on device|disk quota exceeded/i, 'ST-ENGINE-FULL'],
  [
    /pull access denied|manifest (for \S+ not found|unknown)|no such image|repository does not exist|registry-\d|failed to resolve reference|unable to find image|error response from daemon: get "https?:/i,
    'ST-IMAGE-MISSING',
  ],
  [/failed to solve|failed to build|error building|dockerfile parse error|build failed/i, 'ST-BUILD-FAILED'],
  [
    /^yaml: |yaml: (line|unmarshal)|validating \S+|invalid (compose project|interpolation|spec)|no configuration file provided|additional propert|must be a (mapping|string|list)|undefined (service|volume|network)|no such service|open \S+: no such file|env file \S+ not found|couldn't find env file|required variable|depends on undefined|refers to undefined|unsupported (config|external)/im,
    'ST-COMPOSE-INVALID',
  ],
];

/**
 * The error of a Docker command that failed. Its text is what Docker printed, without what looks like a secret.
 * @param args arguments of the command, for its name only
 */
export function dockerTrouble(args: readonly string[], outcome: DockerOutcome): SetupError {
  const what = commandName(args);
  if (outcome.systemCode === 'ENOENT') return new SetupError('ST-DOCKER-MISSING');
  if (outcome.systemCode === 'EACCES') return new SetupError('ST-DOCKER-MISSING', 'docker is not executable');
  if (outcome.timedOut) return new SetupError('ST-DOCKER-SLOW', `${what} gave no answer in time`);
  const detail = lastWords(outcome.stderr);
  const id = KNOWN.find(([pattern]) => pattern.test(outcome.stderr))?.[1] ?? 'ST-COMPOSE-FAILED';
  const code = outcome.exitCode === undefined ? 'was ended' : `ended with exit code ${outcome.exitCode}`;
  return new SetupError(id, detail === '' ? `${what} ${code}` : `${what} ${code}: ${detail}`);
}

/** The last lines that say something, as one line. */
function lastWords(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replaceAll(/\p{Cc}+/gu, ' ').trim())
    // What compose did before it failed stands in the log already.
    .filter((line) => line !== '' && !/^(Container|Network|Volume|Image) \S+\s+\w+$/.test(line));
  const told = lines.slice(-TOLD_LINES).join('\n').slice(0, TOLD_CHARACTERS);
  // Compose repeats the line of an environment file that it does not understand.
  return createRedactor(new SecretRegistry()).text(told).replaceAll('\n', ' | ');
}

/** `docker compose up`: the words without options and their values. */
function commandName(args: readonly string[]): string {
  const verbs = new Set([
    'config',
    'ps',
    'up',
    'stop',
    'down',
    'restart',
    'logs',
    'exec',
    'inspect',
    'info',
    'version',
    'images',
    'context',
    'image',
    'run',
  ]);
  const words = args.filter((arg) => arg === 'compose' || verbs.has(arg)).slice(0, 2);
  return ['docker', ...words].join(' ');
}
