import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import { probeGateway } from '../gateway-probes.ts';
import type { AttachSettings } from '../profile-runtime.ts';
import type { Profile } from '../profile-schema.ts';
import type {
  ServiceStatus,
  StackAccess,
  StackPlan,
  StackRuntime,
  StackStatus,
  StartedStack,
} from '../runtime.ts';
import type { StackChoices } from '../stack-choices.ts';
import { stackDispatcher } from '../stack-dispatcher.ts';
import { attachAccess } from './attach-access.ts';
import { attachUrl } from './base-url.ts';
import { type GivenToken, givenSecret, givenTokens } from './token-files.ts';
import { stackTransport } from './transport.ts';

/** Limits of the connections by which the state is asked for. */
const LIMITS = { connections: 8, connectTimeoutMs: 5_000, maxHeaderBytes: 32 * 1024 } as const;
/** Capability token of the portal where none is given: the documented one. */
const PORTAL_TOKEN_KEY = 'BUS_PORTAL_TOKEN';

/** What the attach runtime is made with. */
export interface AttachRuntimeOptions {
  readonly profile: Profile;
  readonly settings: AttachSettings;
  readonly choices: StackChoices;
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/** A stack that somebody else runs: it is looked at from outside, and neither started nor stopped. */
export class AttachRuntime implements StackRuntime {
  readonly kind = 'attach';
  readonly profile: Profile;
  readonly #options: AttachRuntimeOptions;

  constructor(options: AttachRuntimeOptions) {
    this.profile = options.profile;
    this.#options = options;
  }

  /** @throws SetupError `ST-URL-…` */
  async plan(): Promise<StackPlan> {
    const { choices } = this.#options;
    const mode = choices.allowWrites === true ? 'read and write' : 'read only';
    return { services: [], actions: [`attach to ${this.#url()} (${mode}); start nothing`], listeners: [] };
  }

  /** @throws SetupError `ST-URL-…`, `ST-TOKEN-UNREADABLE`, `ST-CA-UNREADABLE`, `ST-UNREACHABLE` */
  async start({ signal, observer }: Parameters<StackRuntime['start']>[0]): Promise<StartedStack> {
    const status = await this.status(signal);
    for (const service of status.services) observer.serviceChanged(service);
    if (status.running) return { started: false, status };
    const first = status.services.find(({ state }) => state === 'unhealthy');
    throw new SetupError('ST-UNREACHABLE', `${this.#url()}: ${first?.detail ?? 'nothing answers'}`);
  }

  /** @throws SetupError `ST-URL-…`, `ST-TOKEN-UNREADABLE`, `ST-CA-UNREADABLE` */
  async status(signal: AbortSignal): Promise<StackStatus> {
    const access = await this.access(signal);
    const token = await access.token({ name: 'BUS_API_TOKEN', audience: 'ai.hg.fi/api', scopes: [] });
    const dispatcher = stackDispatcher(access.transport, LIMITS);
    try {
      const answers = await probeGateway(this.profile.services, {
        gatewayUrl: access.gatewayUrl,
        portalToken: access.portalToken,
        token: token?.reveal() ?? '',
        dispatcher,
        signal,
      });
      const services = this.profile.services.map(({ id, readiness }): ServiceStatus => {
        if (readiness === undefined)
          return { service: id, state: 'skipped', detail: 'not seen from outside' };
        const answer = answers.find(({ service }) => service === id);
        return answer?.answers === true
          ? { service: id, state: 'healthy' }
          : { service: id, state: 'unhealthy', detail: answer?.seen };
      });
      const answering = answers.filter((answer) => answer.answers).length;
      return {
        running: answering > 0,
        ready: answers.length > 0 && answering === answers.length,
        services,
        urls: { gateway: access.gatewayUrl },
      };
    } finally {
      await dispatcher.destroy();
    }
  }

  /** @throws SetupError `ST-ATTACHED` */
  async logs(): Promise<readonly string[]> {
    throw new SetupError('ST-ATTACHED', 'its logs are where it runs');
  }

  /** @throws SetupError `ST-ATTACHED` */
  async restart(): Promise<void> {
    throw new SetupError('ST-ATTACHED', 'nothing in it is restarted from here');
  }

  /** @throws SetupError `ST-ATTACHED` */
  async stop(): Promise<{ readonly stopped: boolean }> {
    throw new SetupError('ST-ATTACHED', 'it is not stopped from here');
  }

  /** @throws SetupError `ST-URL-…`, `ST-TOKEN-UNREADABLE`, `ST-CA-UNREADABLE` */
  async access(signal: AbortSignal): Promise<StackAccess> {
    signal.throwIfAborted();
    const { settings, choices, host, secrets } = this.#options;
    const gatewayUrl = this.#url();
    const portal = await givenSecret(PORTAL_TOKEN_KEY, host, secrets);
    const fallback = this.profile.environment.find(({ key }) => key === PORTAL_TOKEN_KEY)?.default;
    return attachAccess({
      gatewayUrl,
      portalToken: portal?.reveal() ?? fallback ?? 'local-dev',
      internalKey: await givenSecret(settings.internalKeyKey, host, secrets),
      stripeWebhookSecret: await givenSecret(settings.stripeSecretKey, host, secrets),
      tokens: await this.tokens(),
      transport: await stackTransport(choices.caFile, host, secrets),
      restrictions: { readOnly: choices.allowWrites !== true },
      host,
      secrets,
    });
  }

  /**
   * The tokens that the operator gave, with what they say of themselves.
   * @throws SetupError `ST-TOKEN-UNREADABLE`
   */
  async tokens(): Promise<readonly GivenToken[]> {
    const { settings, choices, host, secrets } = this.#options;
    return await givenTokens(settings, choices, host, secrets);
  }

  #url(): string {
    const { settings, choices, host } = this.#options;
    return attachUrl(settings, choices, host);
  }
}
