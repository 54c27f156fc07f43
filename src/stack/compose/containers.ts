import { z } from 'zod';
import { SetupError } from '../../reasons/setup-error.ts';

/** Most containers of one project that are looked at. */
const MOST_CONTAINERS = 2_000;
/** Characters that are kept of what a health check printed. */
const HEALTH_OUTPUT = 400;

const publisher = z.looseObject({
  URL: z.string().optional(),
  TargetPort: z.int(),
  PublishedPort: z.int(),
  Protocol: z.string().optional(),
});

const listed = z.looseObject({
  ID: z.string().regex(/^[0-9a-f]{12,64}$/),
  Image: z.string().max(1_000).nullish(),
  Service: z.string().min(1).max(200),
  State: z.string().max(40),
  Health: z.string().max(40).nullish(),
  ExitCode: z.int().nullish(),
  Publishers: z.array(publisher).nullish(),
});

const inspected = z.looseObject({
  Id: z.string(),
  Image: z.string().max(200).nullish(),
  RestartCount: z.int().nullish(),
  Config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  State: z.looseObject({
    Status: z.string().max(40),
    ExitCode: z.int().nullish(),
    Error: z.string().nullish(),
    OOMKilled: z.boolean().nullish(),
    StartedAt: z.string().nullish(),
    Health: z
      .looseObject({
        Status: z.string().max(40),
        Log: z.array(z.looseObject({ Output: z.string().nullish(), ExitCode: z.int().nullish() })).nullish(),
      })
      .nullish(),
  }),
});

/** A port of a container that is published. */
export interface ContainerPort {
  /** Address on the engine's machine, e.g. `127.0.0.1`. */
  readonly address: string;
  readonly target: number;
  readonly published: number;
}

/** One container of the project, as Docker sees it now. */
export interface Container {
  readonly id: string;
  readonly service: string;
  /** `created`, `running`, `restarting`, `paused`, `exited`, `dead` or `removing`. */
  readonly state: string;
  /** `starting`, `healthy` or `unhealthy`; undefined without a health check. */
  readonly health: string | undefined;
  /** What the last health check printed, one line. */
  readonly healthOutput: string | undefined;
  readonly exitCode: number;
  /** How often Docker has restarted it by itself. */
  readonly restarts: number;
  /** What Docker says why it could not be started. */
  readonly error: string | undefined;
  readonly outOfMemory: boolean;
  /** When it was last started, as Docker writes it: tells one start from the next. */
  readonly startedAt: string;
  readonly ports: readonly ContainerPort[];
  /** Reference that it was made from. */
  readonly image: string;
  /** Digest of that image's configuration, `sha256:…`; undefined when it is not told. */
  readonly imageId: string | undefined;
}

/** What `docker compose ps` tells of one container. */
export type ListedContainer = z.infer<typeof listed>;

/**
 * Reads `docker compose ps --format json`: one array up to Compose 2.20, one object a line since.
 * @throws SetupError `ST-COMPOSE-FAILED` for an answer of another shape
 */
export function readContainerList(answer: string): readonly ListedContainer[] {
  const text = answer.trim();
  if (text === '') return [];
  const documents = text.startsWith('[')
    ? jsonOf(text)
    : text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(jsonOf);
  const parsed = z.array(listed).max(MOST_CONTAINERS).safeParse(documents);
  if (parsed.success) return parsed.data;
  throw new SetupError('ST-COMPOSE-FAILED', 'docker compose ps answered in an unknown shape');
}

/**
 * Puts what `docker compose ps` and `docker inspect` say together. A container that has gone between the two calls
 * keeps what the first said.
 * @param inspection answer of `docker inspect`, an array; empty when it failed
 */
export function describeContainers(
  list: readonly ListedContainer[],
  inspection: string,
): readonly Container[] {
  const parsed = z.array(inspected).safeParse(jsonOf(inspection));
  const details = parsed.success ? parsed.data : [];
  return list.flatMap((container) => {
    const detail = details.find(({ Id }) => Id.startsWith(container.ID));
    if (detail?.Config?.Labels?.['com.docker.compose.oneoff']?.toLowerCase() === 'true') return [];
    return [describe(container, detail)];
  });
}

function describe(container: ListedContainer, detail: z.infer<typeof inspected> | undefined): Container {
  const state = detail?.State;
  const health = state?.Health?.Status ?? container.Health ?? '';
  const output = state?.Health?.Log?.at(-1)?.Output ?? undefined;
  return {
    id: container.ID,
    service: container.Service,
    state: (state?.Status ?? container.State).toLowerCase(),
    health: health === '' || health === 'none' ? undefined : health,
    healthOutput: oneLine(output),
    exitCode: state?.ExitCode ?? container.ExitCode ?? 0,
    restarts: detail?.RestartCount ?? 0,
    error: oneLine(state?.Error ?? undefined),
    outOfMemory: state?.OOMKilled === true,
    startedAt: state?.StartedAt ?? '',
    image: container.Image ?? '',
    imageId: detail?.Image ?? undefined,
    ports: (container.Publishers ?? [])
      .filter(({ PublishedPort }) => PublishedPort > 0)
      .map(({ URL, TargetPort, PublishedPort }) => ({
        address: URL ?? '',
        target: TargetPort,
        published: PublishedPort,
      })),
  };
}

function oneLine(text: string | undefined): string | undefined {
  const line = text
    ?.replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, HEALTH_OUTPUT);
  return line === '' ? undefined : line;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
