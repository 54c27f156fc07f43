import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import type { ComposeSettings } from '../profile-runtime.ts';
import type { Profile } from '../profile-schema.ts';
import type {
  ServiceImage,
  StackAccess,
  StackPlan,
  StackRuntime,
  StackStatus,
  StartedStack,
} from '../runtime.ts';
import type { StackChoices } from '../stack-choices.ts';
import { checkoutFolder } from './checkout.ts';
import { composeCommands } from './compose-command.ts';
import type { ComposeConfig } from './compose-config.ts';
import { composePlan } from './compose-plan.ts';
import { ComposeProject } from './compose-project.ts';
import { startCompose } from './compose-start.ts';
import { dockerTrouble } from './docker-trouble.ts';
import { DockerTurns } from './docker-turns.ts';
import { engineAddress } from './engine-address.ts';
import { ComposeLook, isAlive, isReady, statusOf } from './look.ts';
import { restartService } from './restart-service.ts';
import { StateTeller } from './state-teller.ts';
import { countStoredNotes } from './stored-notes.ts';

/** Milliseconds in which the containers must be stopped: Compose gives each ten seconds. */
const STOP_MS = 180_000;

/** What the compose runtime is made with. */
export interface ComposeRuntimeOptions {
  readonly profile: Profile;
  readonly settings: ComposeSettings;
  readonly choices: StackChoices;
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/** A BusDK checkout on the operator's own Docker engine, run by the operator's own `docker compose`. */
export class ComposeRuntime implements StackRuntime {
  readonly kind = 'compose';
  readonly profile: Profile;
  readonly workspace: string;
  readonly #options: ComposeRuntimeOptions;
  readonly #turns = new DockerTurns();
  /** What Compose made of its files last; enough to know a service by its name. */
  #known: Promise<ComposeConfig> | undefined;

  constructor(options: ComposeRuntimeOptions) {
    this.profile = options.profile;
    this.#options = options;
    this.workspace = checkoutFolder(options.choices, options.host);
  }

  /** @throws SetupError, see `ComposeProject` */
  async plan(signal: AbortSignal): Promise<StackPlan> {
    const project = await this.project();
    const config = await project.config(signal);
    const { remote } = await engineAddress(project.docker, signal);
    // Ports of another machine are in nobody's way here.
    const here = remote ? { ...config, ports: [] } : config;
    return composePlan(project.invocation, here, this.#options.settings, project.setting);
  }

  /** @throws SetupError `ST-CHECKOUT-MISSING`, `ST-ENV-UNREADABLE` */
  async settings(): Promise<Readonly<Record<string, string>>> {
    const { written } = await this.project();
    const keys = this.profile.environment.map(({ key }) => key);
    return Object.fromEntries(
      keys.flatMap((key) => (written.has(key) ? [[key, written.get(key) ?? '']] : [])),
    );
  }

  /** @throws SetupError, see `startCompose` */
  async start({ signal, observer }: Parameters<StackRuntime['start']>[0]): Promise<StartedStack> {
    const project = await this.project();
    const look = this.#look(project);
    const first = await look.look(signal, true);
    if (isReady(first)) {
      new StateTeller(observer).tell(first.states);
      return { started: false, status: statusOf(first, this.profile.services) };
    }
    const view = await startCompose({
      project,
      look,
      gateway: this.#options.settings.gateway.service,
      readySeconds: this.#options.choices.readySeconds ?? this.#options.settings.readySeconds,
      host: this.#options.host,
      observer,
      services: this.profile.services,
      signal,
    });
    return { started: true, status: statusOf(view, this.profile.services) };
  }

  /** @throws SetupError, see `ComposeProject` */
  async status(signal: AbortSignal): Promise<StackStatus> {
    const view = await this.#look(await this.project(), true).look(signal, true);
    return statusOf(view, this.profile.services);
  }

  /** @throws SetupError `ST-SERVICE-UNKNOWN` */
  async logs(service: string, lines: number, signal: AbortSignal): Promise<readonly string[]> {
    const project = await this.project();
    await this.#demandService(service, project);
    return await project.logs(service, lines, signal);
  }

  /** @throws SetupError `ST-SERVICE-UNKNOWN` */
  async followLogs({
    service,
    lines,
    signal,
    onLine,
  }: Parameters<NonNullable<StackRuntime['followLogs']>>[0]): Promise<void> {
    const project = await this.project();
    await this.#demandService(service, project);
    const args = composeCommands.follow(project.invocation, service, lines);
    const outcome = await project.docker.lines(args, { signal, timeoutMs: 0 }, onLine);
    if (!outcome.ok) throw dockerTrouble(args, outcome);
  }

  /** @throws SetupError `ST-SERVICE-UNKNOWN`, `ST-NOT-RUNNING`, `ST-RESTART-FAILED`, `ST-NOT-RESTARTED` */
  async restart(service: string, signal: AbortSignal): Promise<void> {
    const project = await this.project();
    await this.#demandService(service, project);
    const look = this.#look(project);
    const { settings, host } = this.#options;
    await restartService({ project, service, gateway: settings.gateway.service, look, host, signal });
  }

  /** @throws SetupError `ST-STOP-FAILED`, and those of Docker */
  async stop({ wipe, signal }: Parameters<StackRuntime['stop']>[0]): Promise<{ readonly stopped: boolean }> {
    const project = await this.project();
    const running = (await project.containers(signal)).some(({ state }) => isAlive(state));
    const { invocation, docker } = project;
    const args = wipe ? composeCommands.wipe(invocation) : composeCommands.stop(invocation);
    await docker.answer(args, { signal, timeoutMs: STOP_MS });
    const left = (await project.containers(signal)).filter(({ state }) => isAlive(state));
    if (left.length === 0) return { stopped: running };
    throw new SetupError('ST-STOP-FAILED', left.map(({ service }) => service).join(', '));
  }

  /** @throws SetupError `ST-NOT-RUNNING` */
  async access(signal: AbortSignal): Promise<StackAccess> {
    const access = await this.#look(await this.project(), true).access(signal);
    if (access !== undefined) return access;
    const detail = `${this.#options.settings.gateway.service} publishes no port`;
    throw new SetupError('ST-NOT-RUNNING', detail, { next: 'bus-setup start' });
  }

  /** @throws SetupError `ST-DATABASE-UNREADABLE` */
  async storedNotes(text: string, signal: AbortSignal): Promise<number | undefined> {
    const { database } = this.#options.settings;
    if (database === undefined) return undefined;
    return await countStoredNotes(await this.project(), database, text, signal);
  }

  /** @throws SetupError, see `ComposeProject` */
  async images(signal: AbortSignal): Promise<readonly ServiceImage[]> {
    const containers = await (await this.project()).containers(signal, true);
    return containers.map(({ service, image, imageId }) => ({ service, image, digest: imageId }));
  }

  /**
   * The project of the checkout, opened anew each time: its files may be mended between two tries.
   * @throws SetupError `ST-CHECKOUT-MISSING`, `ST-ENV-UNREADABLE`
   */
  project(): Promise<ComposeProject> {
    return ComposeProject.open({ ...this.#options, turns: this.#turns });
  }

  /** @param shared whether the containers as somebody else asked for them a moment ago will do */
  #look(project: ComposeProject, shared = false): ComposeLook {
    const { settings, host, secrets } = this.#options;
    return new ComposeLook({ project, settings, services: this.profile.services, shared, host, secrets });
  }

  async #demandService(service: string, project: ComposeProject): Promise<void> {
    // Nobody's signal: the answer is for everybody who asks, and has a deadline of its own.
    this.#known ??= project.config(new AbortController().signal);
    const config = await this.#known.catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    const known = new Set([...this.profile.services, ...config.services].map(({ id }) => id));
    if (known.has(service)) return;
    throw new SetupError('ST-SERVICE-UNKNOWN', `there are: ${[...known].join(', ')}`);
  }
}
