import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codexFolder, findCodexCredentials } from '../../../stack/codex-credentials.ts';
import { codexNextStep } from '../../../stack/codex-login-step.ts';
import { codexProviderOf } from '../../../stack/codex-provider.ts';
import type { ComposeProject } from '../../../stack/compose/compose-project.ts';
import type { Container } from '../../../stack/compose/containers.ts';
import { stackHost } from '../../stack-host.ts';
import type { Probe, ProbeContext, ProbeOutcome } from '../probe.ts';
import { onceAskable, projectOf } from './ask-compose.ts';

/** Service whose container asks Codex. */
const SERVICE = 'bus-codex';
/** Where the credentials are mounted in it, unless its settings say otherwise. */
const MOUNTED_AT = '/root/.codex-shared';
/** Files that it copies when it starts; what is written later it does not see. */
const COPIED = ['auth.json', 'config.toml'] as const;

const mounts = z.array(z.looseObject({ Source: z.string().optional(), Destination: z.string() })).max(1_000);

/**
 * Whether the container can see the Codex credentials of this machine, and whether it is older than they are. Only
 * mounts, times and exit codes are looked at; no content and no environment leaves Docker.
 */
export const codexContainer: Probe = onceAskable({
  id: 'codex-container',
  title: 'bus-codex sees the Codex credentials',
  required: false,
  proves: 'The container of bus-codex is given the credentials, can read them, and is younger than they are.',
  doesNotProve: 'That OpenAI accepts them: the opt-in check live-codex does.',
  command: () => `docker compose exec -T ${SERVICE} test -s ${MOUNTED_AT}/auth.json && echo seen`,
  async run(context) {
    const { secrets, runtime } = context;
    const host = await stackHost(context.host, runtime);
    if ((await codexProviderOf(runtime, host)) === 'static')
      return { status: 'SKIP', reason: 'CX-STATIC-PROVIDER' };
    const found = await findCodexCredentials(host, secrets);
    if (found.state === 'missing') {
      const reason = 'CX-CREDENTIALS-MISSING';
      return { status: 'SKIP', reason, detail: found.place, next: codexNextStep(reason, host) };
    }
    const project = await projectOf(context);
    const container = (await project.containers(context.signal)).find(({ service }) => service === SERVICE);
    if (container?.state !== 'running') {
      const detail = container === undefined ? 'there is no container yet' : `it is ${container.state}`;
      return { status: 'SKIP', reason: 'CX-CONTAINER-ABSENT', detail };
    }
    return await seen(context, project, container, codexFolder(host).folder);
  },
});

async function seen(
  { signal }: ProbeContext,
  project: ComposeProject,
  container: Container,
  folder: string,
): Promise<ProbeOutcome> {
  const blind = (detail: string): ProbeOutcome => ({ status: 'FAIL', reason: 'CX-CONTAINER-BLIND', detail });
  const old = (detail: string): ProbeOutcome => ({ status: 'FAIL', reason: 'CX-CONTAINER-OLD', detail });
  const place = project.setting('BUS_CODEX_SOURCE_HOME') || MOUNTED_AT;
  const source = await mountedFrom(project, container, place, signal);
  if (source === undefined) return blind(`nothing is mounted at ${place}`);
  if ((await settled(source)) !== (await settled(folder))) {
    return blind(`another folder is mounted at ${place} than the Codex CLI of this machine uses`);
  }
  const look = ['exec', container.id, 'test', '-s', `${place}/auth.json`] as const;
  if (!(await project.try(look, signal)).ok) return blind(`auth.json is not there, or is empty, at ${place}`);
  const other = await otherSetting(project, container, signal);
  if (other !== undefined) return old(`${other} is another now than when it was made`);
  const changed = await newerThan(new Date(container.startedAt), folder);
  if (changed !== undefined) return old(`${changed} was written after its last start`);
  return {
    status: 'PASS',
    observed: `bus-codex can read auth.json at ${place}, and was started after it was written`,
  };
}

/** @returns the folder of this machine that stands at a place of the container */
async function mountedFrom(
  project: ComposeProject,
  { id }: Container,
  place: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await project.ask(['inspect', '--format', '{{json .Mounts}}', id], signal);
  const { data } = mounts.safeParse(parsed(answer));
  return data?.find(({ Destination }) => Destination === place)?.Source;
}

/**
 * The first setting of Codex that the container was made with and that is another now. Docker is asked for the
 * variables of Codex alone, none of which is a secret.
 */
async function otherSetting(
  project: ComposeProject,
  { id }: Container,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ours = '{{range .Config.Env}}{{if eq (printf "%.10s" .) "BUS_CODEX_"}}{{println .}}{{end}}{{end}}';
  const answer = await project.ask(['inspect', '--format', ours, id], signal);
  const made = new Map(
    answer.split('\n').flatMap((line) => {
      const [, key, value] = /^(BUS_CODEX_[A-Z_]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
  return [...made].find(([key, value]) => {
    const now = project.setting(key);
    return now !== '' && now !== value;
  })?.[0];
}

async function newerThan(start: Date, folder: string): Promise<string | undefined> {
  for (const name of COPIED) {
    const written = await stat(join(folder, name)).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
    if (written !== undefined && written > start) return name;
  }
  return undefined;
}

async function settled(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
