import { AUDIENCES, DEFAULT_LOCAL_TOKEN_SCOPES } from '../../contract/tokens.ts';
import type { Host } from '../../host/host.ts';
import type { Secret, SecretRegistry } from '../../redact/secret.ts';
import { type ProbeAnswer, probeGateway, withProbes } from '../gateway-probes.ts';
import type { ComposeSettings } from '../profile-runtime.ts';
import type { ProfileService } from '../profile-schema.ts';
import type { ServiceStatus, StackAccess, StackStatus, TokenRequest } from '../runtime.ts';
import { composeAccess } from './compose-access.ts';
import type { ComposeConfig } from './compose-config.ts';
import type { ComposeProject } from './compose-project.ts';
import type { Container } from './containers.ts';
import { type EngineAddress, engineAddress } from './engine-address.ts';
import { serviceStates } from './service-states.ts';
import { stackAddresses } from './stack-addresses.ts';
import { isOptional } from './start-verdict.ts';

/** The token that readiness is asked with: the operator's own. */
const READINESS_TOKEN: TokenRequest = {
  name: 'BUS_API_TOKEN',
  audience: AUDIENCES.api,
  scopes: DEFAULT_LOCAL_TOKEN_SCOPES,
};

/** What one look at a whole compose stack sees. */
export interface ComposeView {
  readonly containers: readonly Container[];
  /** State of every service, completed by the answers of the gateway where it was asked. */
  readonly states: readonly ServiceStatus[];
  /** What the gateway answers for each service; empty when it was not asked or is not published. */
  readonly answers: readonly ProbeAnswer[];
  /** Addresses of the stack by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Services that a stack is ready without. */
  readonly optional: ReadonlySet<string>;
}

/** What is looked at. */
export interface ComposeLookOptions {
  readonly project: ComposeProject;
  readonly settings: ComposeSettings;
  readonly services: readonly ProfileService[];
  /** Whether the containers as somebody else asked for them a moment ago will do. */
  readonly shared?: boolean;
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/** Looks at one project: what does not change between two looks is asked once. */
export class ComposeLook {
  readonly #options: ComposeLookOptions;
  #config: ComposeConfig | undefined;
  #engine: EngineAddress | undefined;
  #token: Secret | undefined;

  constructor(options: ComposeLookOptions) {
    this.#options = options;
  }

  /**
   * @param withGateway whether the gateway is asked what it answers for each service
   * @throws SetupError, see `ComposeProject`
   */
  async look(signal: AbortSignal, withGateway: boolean): Promise<ComposeView> {
    const { project, settings, services } = this.#options;
    const [config, containers, engine] = await this.#facts(signal);
    const portalToken = project.setting('BUS_PORTAL_TOKEN');
    const urls = stackAddresses(settings, containers, engine, portalToken);
    const states = serviceStates(services, config, containers);
    const optional = new Set(services.filter(isOptional).map(({ id }) => id));
    if (!withGateway || urls.gateway === undefined) {
      return { containers, states, answers: [], urls, optional };
    }
    this.#token ??= await this.#accessAt(urls.gateway, urls.mailbox).token(READINESS_TOKEN);
    const configured = new Set(config.services.map(({ id }) => id));
    const answers = await probeGateway(
      services.filter(({ id }) => configured.has(id)),
      { gatewayUrl: urls.gateway, portalToken, token: this.#token?.reveal() ?? '', signal },
    );
    return { containers, states: withProbes(states, answers), answers, urls, optional };
  }

  /**
   * How to authenticate against the stack.
   * @returns undefined when its gateway is not published
   */
  async access(signal: AbortSignal): Promise<StackAccess | undefined> {
    const { project, settings } = this.#options;
    // Compose's answer names the secrets of this stack to the redactor before the first of its texts is read.
    const [, containers, engine] = await this.#facts(signal);
    const urls = stackAddresses(settings, containers, engine, project.setting('BUS_PORTAL_TOKEN'));
    return urls.gateway === undefined ? undefined : this.#accessAt(urls.gateway, urls.mailbox);
  }

  async #facts(signal: AbortSignal): Promise<readonly [ComposeConfig, readonly Container[], EngineAddress]> {
    const { project, shared } = this.#options;
    const [config, containers, engine] = await Promise.all([
      this.#config ?? project.config(signal),
      project.containers(signal, shared),
      this.#engine ?? engineAddress(project.docker, signal),
    ]);
    this.#config = config;
    this.#engine = engine;
    return [config, containers, engine];
  }

  #accessAt(gatewayUrl: string, mailboxUrl: string | undefined): StackAccess {
    const { project, settings, host, secrets } = this.#options;
    return composeAccess({ project, settings, gatewayUrl, mailboxUrl, host, secrets });
  }
}

/**
 * The state of the stack as the commands show it.
 * @param services those of the profile, which know their ports
 */
export function statusOf(view: ComposeView, services: readonly ProfileService[]): StackStatus {
  const { containers, states, urls } = view;
  const alive = new Set(containers.filter(({ state }) => isAlive(state)).map(({ service }) => service));
  return {
    running: containers.some(({ state }) => isAlive(state)),
    ready: isReady(view),
    services: states,
    urls,
    internalAddresses: Object.fromEntries(
      services.flatMap(({ id, port }) =>
        port !== undefined && alive.has(id) ? [[id, `${id}:${port}`]] : [],
      ),
    ),
    listeners: containers.flatMap(({ service, ports }) =>
      ports.map(({ address, published }) => ({ service, host: address, port: published })),
    ),
  };
}

/** True when every service that is asked answers, and none that should run is down. */
export function isReady({ states, answers, optional }: ComposeView): boolean {
  if (answers.length === 0 || answers.some((answer) => !answer.answers)) return false;
  return states
    .filter(({ service }) => !optional.has(service))
    .every(({ state }) => ['running', 'healthy', 'done', 'skipped'].includes(state));
}

/** True for a container whose process runs, or is brought up again by Docker. */
export function isAlive(state: string): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused';
}
