import type { Host } from '../../host/host.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import type { ComposeSettings } from '../profile-runtime.ts';
import type { Profile } from '../profile-schema.ts';
import type { StackChoices } from '../stack-choices.ts';
import { type Checkout, openCheckout } from './checkout.ts';
import { type ComposeInvocation, composeCommands, type DockerArgs } from './compose-command.ts';
import { type ComposeConfig, readComposeConfig } from './compose-config.ts';
import { type Container, describeContainers, readContainerList } from './containers.ts';
import { type DockerCall, DockerCli } from './docker-cli.ts';
import type { DockerOutcome } from './docker-outcome.ts';
import { dockerTrouble } from './docker-trouble.ts';
import type { DockerTurns } from './docker-turns.ts';

/** Milliseconds for a command that only asks. */
const ASK_MS = 30_000;
/** How often the containers are listed when one goes away meanwhile. */
const LIST_TRIES = 4;
/** What Docker says of a container that keeps no log, or that is gone. */
const NO_LOG = /logging driver|No such container/i;

/** What a project is opened with. */
export interface ComposeProjectOptions {
  readonly profile: Profile;
  readonly settings: ComposeSettings;
  readonly choices: StackChoices;
  readonly host: Host;
  readonly secrets: SecretRegistry;
  /** Turns at asking Docker, shared by everything that one runtime does. */
  readonly turns?: DockerTurns;
}

/** One Compose project: a checkout, the commands that run it, and what Docker says of it. */
export class ComposeProject {
  readonly invocation: ComposeInvocation;
  /** Value of a setting as Compose sees it. */
  readonly setting: (key: string) => string;
  /** What its environment file alone says. */
  readonly written: ReadonlyMap<string, string>;
  readonly docker: DockerCli;
  readonly #secrets: SecretRegistry;

  private constructor(
    checkout: Checkout,
    { choices, settings, host, secrets, turns }: ComposeProjectOptions,
  ) {
    this.invocation = checkout.invocation;
    this.written = checkout.written;
    this.#secrets = secrets;
    const portKey = settings.gateway.key;
    const extra: Record<string, string> =
      choices.port === undefined || portKey === undefined ? {} : { [portKey]: String(choices.port) };
    this.setting = (key) => extra[key] ?? checkout.setting(key);
    this.docker = new DockerCli(host, checkout.invocation.checkout, extra, turns);
  }

  /**
   * Opens the project of a checkout; nothing is run.
   * @throws SetupError `ST-CHECKOUT-MISSING`, `ST-ENV-UNREADABLE`
   */
  static async open(options: ComposeProjectOptions): Promise<ComposeProject> {
    const { profile, settings, choices, host } = options;
    return new ComposeProject(await openCheckout(profile, settings, choices, host), options);
  }

  /**
   * What Compose makes of its files. The answer itself holds every secret and is not kept.
   * @throws SetupError `ST-DOCKER-MISSING`, `ST-COMPOSE-…`
   */
  async config(signal: AbortSignal): Promise<ComposeConfig> {
    const args = composeCommands.config(this.invocation);
    return readComposeConfig(await this.ask(args, signal, { shared: true }), this.#secrets);
  }

  /**
   * The containers of the project now, also those that have ended.
   * @param shared whether the answer to somebody else's question of a moment ago will do
   * @throws SetupError `ST-DOCKER-…`, `ST-COMPOSE-…`
   */
  async containers(signal: AbortSignal, shared = false): Promise<readonly Container[]> {
    const list = readContainerList(await this.#list(signal, shared));
    if (list.length === 0) return [];
    const args = composeCommands.inspect(list.map(({ ID }) => ID));
    const details = await this.try(args, signal, { shared });
    return describeContainers(list, details.stdout);
  }

  /**
   * The last lines of one service, oldest first, with Docker's time stamps.
   * @throws SetupError `ST-DOCKER-…`
   */
  async logs(service: string, lines: number, signal: AbortSignal): Promise<readonly string[]> {
    const containers = (await this.containers(signal, true)).filter((each) => each.service === service);
    // Asked of Docker itself: Compose needs five times the processor for it, and a bundle wants every service's at once.
    const outcomes = await Promise.all(
      containers.map(({ id }) => this.try(composeCommands.logs(id, lines), signal)),
    );
    const [failed] = outcomes.filter(({ ok, stderr }) => !ok && !NO_LOG.test(stderr));
    // A log that could not be read is not one that is empty.
    if (failed !== undefined && outcomes.every(({ ok }) => !ok))
      throw dockerTrouble(['logs', service], failed);
    return (
      outcomes
        // A service whose log is switched off (the mail sink) has none; that is no error of this program's.
        .filter(({ ok }) => ok)
        .flatMap(({ stdout, stderr }) => [...stdout.split('\n'), ...stderr.split('\n')])
        .filter((line) => line !== '')
        .toSorted(byTimeStamp)
        .slice(-lines)
    );
  }

  /** Compose asks for the names first and for each container then; one that went in between fails the whole answer. */
  async #list(signal: AbortSignal, shared: boolean): Promise<string> {
    const args = composeCommands.list(this.invocation);
    for (let tries = 1; tries < LIST_TRIES; tries += 1) {
      const outcome = await this.try(args, signal, { shared });
      if (outcome.ok) return outcome.stdout;
      if (!/No such container/i.test(outcome.stderr)) break;
    }
    return await this.ask(args, signal, { shared });
  }

  /** Runs a command that must succeed and gives its answer. */
  async ask(args: DockerArgs, signal: AbortSignal, call: Partial<DockerCall> = {}): Promise<string> {
    return await this.docker.answer(args, { timeoutMs: ASK_MS, ...call, signal });
  }

  /** Runs a command that may fail. */
  async try(args: DockerArgs, signal: AbortSignal, call: Partial<DockerCall> = {}): Promise<DockerOutcome> {
    return await this.docker.outcome(args, { timeoutMs: ASK_MS, ...call, signal });
  }
}

/** Docker puts the two outputs of a container into two streams; the time stamp in front puts them in order again. */
function byTimeStamp(a: string, b: string): number {
  const [left = '', right = ''] = [a.split(' ', 1)[0], b.split(' ', 1)[0]];
  return left < right ? -1 : left > right ? 1 : 0;
}
