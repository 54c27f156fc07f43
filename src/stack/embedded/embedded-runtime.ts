import { claimFolder } from '../../host/folder-claim.ts';
import type { Host } from '../../host/host.ts';
import { sweepTemporaryFiles } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import { VERSION } from '../../version.ts';
import { codexProviderOf } from '../codex-provider.ts';
import type { Profile } from '../profile-schema.ts';
import type {
  StackAccess,
  StackObserver,
  StackPlan,
  StackRuntime,
  StackStatus,
  StartedStack,
} from '../runtime.ts';
import { codexSettings } from './codex-settings.ts';
import { askClock } from './control-client.ts';
import { type FoundStack, findStack } from './find-stack.ts';
import { followLog } from './log-follow.ts';
import { logTail } from './log-tail.ts';
import { restartService } from './restart-service.ts';
import { stackAccess } from './stack-access.ts';
import { folderExists, inFolder, type StackFiles, stackFiles } from './stack-files.ts';
import type { RunningRecord } from './stack-record.ts';
import { gatewayPort, stackEnvironment } from './stack-settings.ts';
import { statusOf, whyQuiet } from './stack-status.ts';
import { startStack } from './start-stack.ts';
import { endStack, removeEmptyFolder, removeLogs, wipeFolder } from './stop-stack.ts';

/** Milliseconds after which a claim gives up; longer than any start or stop takes. */
const PATIENCE_MS = 150_000;

/** What the embedded runtime is made with. */
export interface EmbeddedRuntimeOptions {
  readonly profile: Profile;
  /** Port of the gateway in the profile. */
  readonly profilePort: number;
  /** Port that the operator asked for; 0 picks a free one. */
  readonly port: number | undefined;
  /** Absolute path of the folder of the stack. */
  readonly stackFolder: string;
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/** The whole stack in one process of its own on loopback, which goes on when this program ends. */
export class EmbeddedRuntime implements StackRuntime {
  readonly kind = 'embedded';
  readonly profile: Profile;
  readonly #options: EmbeddedRuntimeOptions;
  readonly #files: StackFiles;
  readonly #serviceIds: ReadonlySet<string>;

  constructor(options: EmbeddedRuntimeOptions) {
    this.profile = options.profile;
    this.#options = options;
    this.#files = stackFiles(options.stackFolder);
    this.#serviceIds = new Set(options.profile.services.map(({ id }) => id));
  }

  /** @throws SetupError `ST-PORT-INVALID` */
  async plan(): Promise<StackPlan> {
    const port = this.#port();
    return {
      services: this.profile.services.map(({ id }) => id),
      actions: [
        'run the embedded stack as one process of its own',
        port === 0 ? 'listen on a free port of 127.0.0.1 (gateway)' : `listen on 127.0.0.1:${port} (gateway)`,
        'listen on two free ports of 127.0.0.1 (mailbox, control)',
        `keep its data, log and process record in ${this.#files.folder}`,
      ],
      listeners: [{ service: 'nginx', host: '127.0.0.1', port }],
    };
  }

  /** @throws SetupError, see `startStack`, `claimFolder` and `inFolder`; `ST-RESTART-FAILED` for a service of a running stack */
  async start({ signal, observer }: Parameters<StackRuntime['start']>[0]): Promise<StartedStack> {
    const port = this.#port();
    return await this.#claimed(signal, async () => {
      await sweepTemporaryFiles(this.#files.folder);
      const found = await this.#find(signal);
      if (found.found === 'answering') return await this.#attach(found, observer, signal);
      await endStack(found, this.#files, this.#options.host, signal);
      const record = await startStack({
        files: this.#files,
        gatewayPort: port,
        env: await this.#environment(),
        version: VERSION,
        host: this.#options.host,
        secrets: this.#options.secrets,
        observer,
        known: (service) => this.#serviceIds.has(service),
        signal,
      });
      return { started: true, status: await this.#statusOf(record) };
    });
  }

  async status(signal: AbortSignal): Promise<StackStatus> {
    return await statusOf(await this.#find(signal), this.profile, this.#files, signal);
  }

  /** @throws SetupError `ST-SERVICE-UNKNOWN` */
  async logs(service: string, lines: number, signal: AbortSignal): Promise<readonly string[]> {
    this.#demandService(service);
    signal.throwIfAborted();
    return await logTail(this.#files.log, lines, (line) => line.split(' ', 2)[1] === service);
  }

  /** @throws SetupError `ST-SERVICE-UNKNOWN` */
  async followLogs({
    service,
    lines,
    signal,
    onLine,
  }: Parameters<NonNullable<StackRuntime['followLogs']>>[0]): Promise<void> {
    this.#demandService(service);
    const wanted = (line: string): boolean => line.split(' ', 2)[1] === service;
    for (const line of await logTail(this.#files.log, lines, wanted)) onLine(line);
    await followLog(this.#files.log, { host: this.#options.host, signal, wanted, onLine });
  }

  /** @throws SetupError `ST-SERVICE-UNKNOWN`, `ST-NOT-RUNNING`, `ST-RESTART-FAILED`, `ST-NOT-RESTARTED` */
  async restart(service: string, signal: AbortSignal): Promise<void> {
    this.#demandService(service);
    await restartService(await this.#demandRecord(signal), service, signal);
  }

  /** @throws SetupError `ST-NOT-RUNNING`, `ST-CLOCK-NOT-SET` */
  async setAccountClock(account: string, at: Date | undefined, signal: AbortSignal): Promise<void> {
    const outcome = await askClock(await this.#demandRecord(signal), account, at, signal);
    if (!outcome.ok) throw new SetupError('ST-CLOCK-NOT-SET', outcome.detail);
  }

  /** @throws SetupError `ST-STOP-FAILED`, `ST-START-BUSY` */
  async stop({ wipe, signal }: Parameters<StackRuntime['stop']>[0]): Promise<{ readonly stopped: boolean }> {
    if (!(await folderExists(this.#files))) return { stopped: false };
    const stopped = await this.#claimed(signal, async () => {
      const ended = await endStack(await this.#find(signal), this.#files, this.#options.host, signal);
      await removeLogs(this.#files);
      if (wipe) await wipeFolder(this.#files);
      return ended;
    });
    await removeEmptyFolder(this.#files);
    return { stopped };
  }

  /** @throws SetupError `ST-NOT-RUNNING` */
  async access(signal: AbortSignal): Promise<StackAccess> {
    const { host, secrets } = this.#options;
    return stackAccess(await this.#demandRecord(signal), host, secrets);
  }

  async #attach(
    found: Extract<FoundStack, { found: 'answering' }>,
    observer: StackObserver,
    signal: AbortSignal,
  ): Promise<StartedStack> {
    const difference = await this.#difference(found.record);
    if (difference !== undefined) observer.logLine('bus-setup', difference);
    await this.#startExited(found, observer, signal);
    const status = await this.#statusOf(found.record);
    for (const service of status.services) observer.serviceChanged(service);
    return { started: false, status };
  }

  /** A start leaves no service of a running stack down. */
  async #startExited(
    { record, services }: Extract<FoundStack, { found: 'answering' }>,
    observer: StackObserver,
    signal: AbortSignal,
  ): Promise<void> {
    for (const { service, state } of services) {
      if (state !== 'exited' || !this.#serviceIds.has(service)) continue;
      observer.serviceChanged({ service, state: 'starting' });
      await restartService(record, service, signal);
    }
  }

  /** A running stack is never taken down for new settings, but the operator is told that it has the old ones. */
  async #difference({ env, ports, version, startedAt }: RunningRecord): Promise<string | undefined> {
    const wanted = await this.#environment();
    const keys = new Set([...Object.keys(env), ...Object.keys(wanted)]);
    const differing = [...keys].filter((key) => env[key] !== wanted[key]);
    if (version !== VERSION) differing.unshift(`version ${version}`);
    const port = this.#port();
    if (port !== 0 && port !== ports.gateway) differing.unshift(`port ${ports.gateway}`);
    if (differing.length === 0) return undefined;
    return `the stack that runs since ${startedAt} has other settings (${differing.join(', ')}); bus-setup stop ends it`;
  }

  /** Not cancellable: the stack is the operator's by now, and a cancel must not look as if it were not there. */
  async #statusOf(record: RunningRecord): Promise<StackStatus> {
    const { signal } = new AbortController();
    const found = await this.#find(signal);
    if (found.found === 'answering') return await statusOf(found, this.profile, this.#files, signal);
    throw new SetupError('ST-NOT-READY', `process ${record.pid} became ready and does not answer`);
  }

  async #demandRecord(signal: AbortSignal): Promise<RunningRecord> {
    const found = await this.#find(signal);
    if (found.found === 'answering') return found.record;
    throw new SetupError('ST-NOT-RUNNING', whyQuiet(found));
  }

  #demandService(service: string): void {
    if (this.#serviceIds.has(service)) return;
    throw new SetupError('ST-SERVICE-UNKNOWN', `there are: ${[...this.#serviceIds].join(', ')}`);
  }

  /** Does some work while nobody else starts or stops the stack of this folder. */
  #claimed<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const { folder } = this.#files;
    return inFolder(this.#files, async () => {
      const release = await claimFolder(folder, this.#options.host, signal, PATIENCE_MS);
      if (release === undefined) throw new SetupError('ST-START-BUSY', folder);
      try {
        return await work();
      } finally {
        await release();
      }
    });
  }

  #find(signal: AbortSignal): Promise<FoundStack> {
    return inFolder(this.#files, () => findStack(this.#files, this.#options.secrets, signal));
  }

  #port(): number {
    return gatewayPort(this.#options.port, this.#options.profilePort, this.#options.host);
  }

  async #environment(): Promise<Readonly<Record<string, string>>> {
    const { host } = this.#options;
    const provider = (await codexProviderOf(this, host)) ?? 'static';
    const settings = { ...stackEnvironment(this.profile, host), BUS_CODEX_PROVIDER: provider };
    return { ...settings, ...(await codexSettings(settings, host)) };
  }
}
