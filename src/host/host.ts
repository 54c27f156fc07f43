import { homedir, hostname, tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Everything a run takes from the world besides the network: time, randomness, environment and folders.
 * A test passes its own, and the run becomes deterministic.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Version of Node without the `v`, e.g. `24.21.0`. */
  readonly nodeVersion: string;
  /** Folder the program was started in, absolute. */
  readonly cwd: string;
  /** The operator's home folder, absolute. */
  readonly home: string;
  /** Folder for temporary files, absolute. */
  readonly tmp: string;
  readonly pid: number;
  /** The machine's own name, which stands in its logs; undefined where a test has none. */
  readonly hostname?: string;
  /** Wall clock. */
  now(): Date;
  /** Milliseconds on a clock that never goes back; its zero is arbitrary. */
  monotonic(): number;
  /** A random UUID (version 4). */
  uuid(): string;
  /** `size` random bytes. */
  random(size: number): Buffer;
  /**
   * Resolves after `ms` milliseconds.
   * @throws the signal's reason (an `AbortError`) when it is aborted first.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The host of a real run: this process, this machine. */
export function systemHost(): Host {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    cwd: process.cwd(),
    home: homedir(),
    tmp: tmpdir(),
    pid: process.pid,
    hostname: hostname(),
    now: () => new Date(),
    monotonic: () => performance.now(),
    uuid: () => crypto.randomUUID(),
    random: (size) => Buffer.from(crypto.getRandomValues(new Uint8Array(size))),
    sleep: async (ms, signal) => {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    },
  };
}
