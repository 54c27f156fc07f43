import type { Secret } from '../redact/secret.ts';
import type { Profile } from './profile-schema.ts';

/** State of one service, in the words of Compose. `done`: a one-shot that ended with exit code 0. */
export type ServiceStateName =
  | 'absent'
  | 'creating'
  | 'starting'
  | 'running'
  | 'healthy'
  | 'unhealthy'
  | 'restarting'
  | 'exited'
  | 'done'
  | 'skipped';

/** What is known of one service at one moment. */
export interface ServiceStatus {
  /** Service id of the profile. */
  readonly service: string;
  readonly state: ServiceStateName;
  /** Why it is in that state, when that is not plain: an exit code, the last health output. */
  readonly detail?: string;
}

/** A port that a stack listens on. */
export interface StackListener {
  /** Service of the profile that answers there. */
  readonly service: string;
  /** Address, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 when the stack picks a free one. */
  readonly port: number;
}

/** What a start would do, without doing it. */
export interface StackPlan {
  /** Services in the order in which they start. */
  readonly services: readonly string[];
  /** Every command and listener in words a person can check, e.g. `listen on 127.0.0.1:18080 (gateway)`. */
  readonly actions: readonly string[];
  /** Ports on this machine that the stack will listen on. */
  readonly listeners: readonly StackListener[];
  /** Shell lines behind everything else, where this runtime calls programs for it. */
  readonly commands?: Readonly<
    Record<'status' | 'stop' | 'wipe' | 'restart' | 'logs' | 'follow' | 'proof' | 'bundle', readonly string[]>
  >;
}

/** The state of a whole stack. */
export interface StackStatus {
  readonly running: boolean;
  /** True when the gateway answered its readiness route and every service that the profile needs is up. */
  readonly ready: boolean;
  readonly services: readonly ServiceStatus[];
  /** Public and internal addresses by name, e.g. `gateway`, `portal`, `mailbox`. */
  readonly urls: Readonly<Record<string, string>>;
  /** `host:port` inside of the stack's own network, by service; only there they can be reached. */
  readonly internalAddresses?: Readonly<Record<string, string>>;
  /** Ports of this machine that it listens on, where they are more than its addresses tell. */
  readonly listeners?: readonly StackListener[];
  /** Process id of the embedded stack. */
  readonly pid?: number;
  /** Names this start of the stack, where the runtime can tell one start from the next. */
  readonly instance?: string;
  /** Absolute path of the stack's own log file, when it has one. */
  readonly log?: string;
}

/** A stack that answers. */
export interface StartedStack {
  /** False when a running stack was found and used. */
  readonly started: boolean;
  readonly status: StackStatus;
}

/** What a token shall say. The defaults give a valid token of the local account. */
export interface TokenRequest {
  /** Name for the secret, usable as a shell variable, e.g. `BUS_API_TOKEN`. */
  readonly name: string;
  /** One of the audiences of the contract, e.g. `ai.hg.fi/api`. */
  readonly audience: string;
  readonly scopes: readonly string[];
  /** Default: the profile's local account. */
  readonly subject?: string;
  /** Seconds until it expires, negative for one that has expired. Default 600. */
  readonly ttlSeconds?: number;
  /** A deliberately bad token for a negative check. */
  readonly flaw?: 'alg-none' | 'wrong-signature';
}

/** How connections to a stack are made, when that is not plain. */
export interface StackTransport {
  /** Certificates that the stack is checked against instead of the system's, PEM. */
  readonly ca?: string;
  /** Proxies, which may hold a password in their URL. */
  readonly httpProxy?: Secret;
  readonly httpsProxy?: Secret;
  /** Hosts that are reached without a proxy, as in `NO_PROXY`. */
  readonly noProxy?: string;
}

/** What a proof must keep to on a stack that somebody else runs. */
export interface StackRestrictions {
  /** True when nothing in the stack may be changed: then only reading calls are made. */
  readonly readOnly: boolean;
}

/** How a proof authenticates against a stack. */
export interface StackAccess {
  /** Base URL of the gateway without a slash at the end. */
  readonly gatewayUrl: string;
  /** Base URL of the mail sink that catches one-time passwords (MailHog API v2), when there is one. */
  readonly mailboxUrl?: string;
  /** Capability token in the portal's path; a publicly known value in local profiles. */
  readonly portalToken: string;
  /** Subject of the local tokens, a UUID. */
  readonly accountId: string;
  /** `X-Bus-Internal-Key`, when this stack gives it. */
  readonly internalKey?: Secret;
  /** Webhook signing secret, when this stack gives it. */
  readonly stripeWebhookSecret?: Secret;
  /** Who executes model calls in this very stack, `codex` or `static`, where the stack was started by this program. */
  readonly codexProvider?: string;
  readonly transport?: StackTransport;
  /** Set for a stack that somebody else runs: it rightly hides the routes for trusted services. */
  readonly restrictions?: StackRestrictions;
  /**
   * A bearer token.
   * @returns undefined when this stack gives no such token (a hosted stack with token files only)
   */
  token(request: TokenRequest): Promise<Secret | undefined>;
}

/** Where a runtime tells what it sees while it works. */
export interface StackObserver {
  serviceChanged(status: ServiceStatus): void;
  /** One line of the stack's or a tool's own output. */
  logLine(source: string, line: string): void;
}

/** The container image that a service runs from. */
export interface ServiceImage {
  readonly service: string;
  /** Name as it was asked for, e.g. `nginx:1.27`. */
  readonly image: string;
  /** Content digest, `sha256:` and 64 hex digits: of the registry where it came from one, else of the local image. */
  readonly digest?: string;
}

/** One way of running a stack. Everything that starts, stops or restarts anything goes through here. */
export interface StackRuntime {
  readonly kind: 'embedded' | 'compose' | 'attach';
  readonly profile: Profile;
  /** Absolute path of the folder whose `.env` and tracked files belong to the stack; default: where the program runs. */
  readonly workspace?: string;
  plan(signal: AbortSignal): Promise<StackPlan>;
  /**
   * What the operator wrote into the stack's own environment file, by key of the profile. It may hold secrets.
   * @throws SetupError when the file cannot be read
   */
  settings?(): Promise<Readonly<Record<string, string>>>;
  /**
   * Starts the stack, or uses the one that runs already, and waits until it answers.
   * @throws SetupError with an `ST-` reason when it does not become ready; what was started keeps running only
   * when the reason says so.
   */
  start(options: { readonly signal: AbortSignal; readonly observer: StackObserver }): Promise<StartedStack>;
  status(signal: AbortSignal): Promise<StackStatus>;
  /**
   * The last lines of one service's log, oldest first, unredacted.
   * @param lines most lines that are returned
   */
  logs(service: string, lines: number, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Hands on the last lines of one service's log and every new one, unredacted, until the signal is aborted.
   * @throws the signal's reason when it is aborted
   */
  followLogs?(options: {
    readonly service: string;
    readonly lines: number;
    readonly signal: AbortSignal;
    readonly onLine: (line: string) => void;
  }): Promise<void>;
  /**
   * Restarts one service and waits until it answers again. Nobody's word is taken for it: the service must be another
   * start of itself afterwards.
   * @throws SetupError `ST-RESTART-FAILED`, `ST-NOT-RESTARTED`
   */
  restart(service: string, signal: AbortSignal): Promise<void>;
  /** Stops the stack; `wipe` removes its data as well. Stopping a stack that is not running is no error. */
  stop(options: {
    readonly wipe: boolean;
    readonly signal: AbortSignal;
  }): Promise<{ readonly stopped: boolean }>;
  /**
   * How to authenticate against the running stack.
   * @throws SetupError `ST-NOT-RUNNING`
   */
  access(signal: AbortSignal): Promise<StackAccess>;
  /**
   * Counts the notes in the stack's own database that hold a text: what the stack says of itself is not taken for it.
   * @param text letters, digits and hyphens
   * @returns undefined when this stack does not let its database be read
   */
  storedNotes?(text: string, signal: AbortSignal): Promise<number | undefined>;
  /**
   * Stops the clock by which billing counts the use of one account, or lets it go with the wall clock again. Only a
   * local demonstration stack has such clocks.
   * @param account UUID of the account; no other one is touched
   * @param at undefined removes the clock
   * @throws SetupError `ST-NOT-RUNNING`, `ST-CLOCK-NOT-SET`
   */
  setAccountClock?(account: string, at: Date | undefined, signal: AbortSignal): Promise<void>;
  /** The images that the services' containers were made from; a runtime without containers has no such method. */
  images?(signal: AbortSignal): Promise<readonly ServiceImage[]>;
}
