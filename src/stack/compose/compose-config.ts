import { z } from 'zod';
import { SetupError } from '../../reasons/setup-error.ts';
import { isSecretKeyName } from '../../redact/key-names.ts';
import { isPublicDefault } from '../../redact/public-defaults.ts';
import type { SecretRegistry } from '../../redact/secret.ts';

/** Most services of one project. */
const MOST_SERVICES = 2_000;
/** Shortest value under a secret name that is made known to the redactor: a shorter one stands everywhere. */
const SHORTEST_SECRET = 6;

/** Settings by which a container is offered the operator's SSH keys. */
const SSH_KEYS = ['BUS_DOCKER_CODEX_SSH_HOST', 'BUS_DOCKER_CODEX_SSH_AGENT_HOST', 'SSH_AUTH_SOCK'];

const port = z.looseObject({
  target: z.int().min(1).max(65_535),
  published: z.union([z.string(), z.int()]).optional(),
  host_ip: z.string().optional(),
  protocol: z.string().optional(),
});

const volume = z.looseObject({
  type: z.string().optional(),
  source: z.string().optional(),
  target: z.string().optional(),
  read_only: z.boolean().optional(),
});

const service = z.looseObject({
  image: z.string().optional(),
  build: z.unknown().optional(),
  ports: z.array(port).nullish(),
  volumes: z.array(volume).nullish(),
  environment: z.record(z.string(), z.string().nullish()).nullish(),
  profiles: z.array(z.string()).nullish(),
  network_mode: z.string().optional(),
  privileged: z.boolean().optional(),
});

const rendered = z.looseObject({
  name: z.string().min(1).max(200),
  services: z
    .record(z.string().max(200), service)
    .refine((services) => Object.keys(services).length <= MOST_SERVICES),
});

/** A port as the rendered configuration publishes it. */
export interface PublishedPort {
  readonly service: string;
  /** Port inside the stack. */
  readonly target: number;
  /** Port on the engine's machine; 0 when Docker picks one. */
  readonly published: number;
  /** Address it is bound to; empty means every address. */
  readonly address: string;
  readonly protocol: string;
}

/** A folder or file of the engine's machine that a service is given. */
export interface BindMount {
  readonly service: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** One service of the rendered configuration. */
export interface ConfiguredService {
  readonly id: string;
  readonly image: string | undefined;
  /** True when the checkout says how its image is built. */
  readonly built: boolean;
}

/** What this program keeps of the rendered configuration: no value of the environment is in it. */
export interface ComposeConfig {
  readonly project: string;
  readonly services: readonly ConfiguredService[];
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly BindMount[];
  /** Services that are told of SSH keys or an SSH agent, for the containers that they run. */
  readonly sshOffers: readonly string[];
  /** Services that share the network of the engine's machine, or have all its rights. */
  readonly unconfined: readonly string[];
}

/**
 * Reads the answer of `docker compose config --format json`. It holds every secret of the stack: those values become
 * known to the redactor here, and nothing else of the environment is kept.
 * @throws SetupError `ST-COMPOSE-INVALID` for an answer of another shape
 */
export function readComposeConfig(answer: string, secrets: SecretRegistry): ComposeConfig {
  const parsed = rendered.safeParse(jsonOf(answer));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` at ${issue.path.map(String).join('.').slice(0, 200)}`;
    throw new SetupError('ST-COMPOSE-INVALID', `docker compose config answered in an unknown shape${where}`);
  }
  const { name, services } = parsed.data;
  const entries = Object.entries(services);
  for (const [, { environment }] of entries) registerSecrets(environment ?? {}, secrets);
  return {
    project: name,
    services: entries.map(([id, { image, build }]) => ({
      id,
      image,
      built: build !== undefined && build !== null,
    })),
    ports: entries.flatMap(([id, { ports }]) => (ports ?? []).flatMap((each) => portsOf(id, each))),
    mounts: entries.flatMap(([id, { volumes }]) =>
      (volumes ?? []).flatMap(({ type, source, target, read_only }) =>
        type === 'bind' && source !== undefined
          ? [{ service: id, source, target: target ?? '', readOnly: read_only === true }]
          : [],
      ),
    ),
    sshOffers: entries
      .filter(([, { environment }]) => SSH_KEYS.some((key) => (environment?.[key] ?? '') !== ''))
      .map(([id]) => id),
    unconfined: entries
      .filter(([, { network_mode, privileged }]) => network_mode === 'host' || privileged === true)
      .map(([id]) => id),
  };
}

/** A range of ports (`8000-8010`) counts by its ends: both must be told when they are in the way. */
function portsOf(
  id: string,
  { target, published, host_ip, protocol }: z.infer<typeof port>,
): PublishedPort[] {
  const place = { service: id, target, address: host_ip ?? '', protocol: protocol ?? 'tcp' };
  if (published === undefined || published === '') return [{ ...place, published: 0 }];
  const ends = String(published).split('-').map(Number);
  return ends
    .filter((each) => Number.isInteger(each) && each >= 0 && each <= 65_535)
    .map((each) => ({ ...place, published: each }));
}

/** Passwords inside of connection strings are found by the redactor's own rules; here the whole value is named. */
function registerSecrets(
  environment: Readonly<Record<string, string | null | undefined>>,
  secrets: SecretRegistry,
): void {
  for (const [key, value] of Object.entries(environment)) {
    if (value === null || value === undefined || value.length < SHORTEST_SECRET) continue;
    if (isSecretKeyName(key)) secrets.secret(key, value, { publicDefault: isPublicDefault(value) });
    const password = passwordOf(value);
    if (password !== undefined && password.length >= SHORTEST_SECRET) {
      secrets.secret(`${key}_PASSWORD`, password, { publicDefault: isPublicDefault(password) });
    }
  }
}

function passwordOf(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { password } = new URL(value);
  if (password === '') return undefined;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
