import { z } from 'zod';
import type { ReasonId } from '../../../reasons/catalog.ts';
import { SetupError } from '../../../reasons/setup-error.ts';
import { DockerCli } from '../../../stack/compose/docker-cli.ts';
import type { Probe, ProbeOutcome } from '../probe.ts';
import { DOCKER_PROBE_MS } from './ask-compose.ts';

/** Oldest engine and client this program was tried with. */
const OLDEST_ENGINE = 20;
/** Oldest Compose whose `config` and `ps` answer in JSON as they are read here, and which knows `--progress`. */
const OLDEST_COMPOSE = [2, 20] as const;
const ASK_MS = 15_000;

const versions = z.looseObject({
  Client: z.looseObject({ Version: z.string().max(100) }),
  Server: z.looseObject({ Version: z.string().max(100) }).nullish(),
});
const composeVersion = z.looseObject({ version: z.string().max(100) });

/** What a start would fail with, in the words of the preflight. */
const REFUSALS: Readonly<Record<string, ReasonId>> = {
  'ST-DOCKER-MISSING': 'PF-DOCKER-MISSING',
  'ST-DOCKER-DOWN': 'PF-DOCKER-DOWN',
  'ST-DOCKER-DENIED': 'PF-DOCKER-DENIED',
  'ST-DOCKER-SLOW': 'PF-DOCKER-DOWN',
  'ST-COMPOSE-MISSING': 'PF-COMPOSE-MISSING',
};

/** Docker's client, its engine and its Compose plugin answer, and are new enough. */
export const dockerEngine: Probe = {
  id: 'docker',
  title: 'Docker and Compose answer',
  required: true,
  proves: 'This user may use a Docker engine, and Docker and Compose are new enough.',
  doesNotProve: 'That images can be pulled or built.',
  deadlineMs: DOCKER_PROBE_MS,
  command: () => 'docker version && docker compose version',
  async run({ host, signal }) {
    const docker = new DockerCli(host, host.cwd);
    const call = { signal, timeoutMs: ASK_MS };
    try {
      const engine = versions.safeParse(
        jsonOf(await docker.answer(['version', '--format', '{{json .}}'], call)),
      );
      const compose = composeVersion.safeParse(
        jsonOf(await docker.answer(['compose', 'version', '--format', 'json'], call)),
      );
      return judge(engine.data, compose.data?.version);
    } catch (error) {
      const refusal = error instanceof SetupError ? REFUSALS[error.reason.id] : undefined;
      if (refusal === undefined || !(error instanceof SetupError)) throw error;
      return { status: 'FAIL', reason: refusal, detail: error.reason.detail };
    }
  },
};

function judge(engine: z.infer<typeof versions> | undefined, compose: string | undefined): ProbeOutcome {
  const server = engine?.Server?.Version;
  if (engine === undefined || server === undefined) {
    return { status: 'FAIL', reason: 'PF-DOCKER-DOWN', detail: 'the engine tells no version' };
  }
  const told = `Docker ${plain(engine.Client.Version)}, engine ${plain(server)}, Compose ${plain(compose ?? '?')}`;
  if (major(server) < OLDEST_ENGINE) return { status: 'FAIL', reason: 'PF-DOCKER-OLD', detail: told };
  if (compose === undefined || !isNewEnough(compose)) {
    return { status: 'FAIL', reason: 'PF-COMPOSE-OLD', detail: told };
  }
  return { status: 'PASS', observed: told };
}

function isNewEnough(version: string): boolean {
  const [first = 0, second = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [wantedFirst, wantedSecond] = OLDEST_COMPOSE;
  return first > wantedFirst || (first === wantedFirst && second >= wantedSecond);
}

function major(version: string): number {
  return Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);
}

function plain(text: string): string {
  return text.replaceAll(/[^\w.+~-]/g, '').slice(0, 40);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
