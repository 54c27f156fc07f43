import { execa } from 'execa';
import type { Host } from '../../host/host.ts';
import type { DockerOutcome } from './docker-outcome.ts';
import { dockerTrouble } from './docker-trouble.ts';
import { DockerTurns } from './docker-turns.ts';

/** Most characters of one answer: the rendered configuration of a very large stack. */
const ANSWER_LIMIT = 32 * 1024 * 1024;
/** Milliseconds between SIGTERM and SIGKILL for a Docker client that takes no notice. */
const KILL_AFTER_MS = 5_000;
/** Last lines of a long command that are kept for the reason of its failure. */
const KEPT_LINES = 60;

/** How one Docker command is run. */
export interface DockerCall {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** What is written to its standard input; nothing unless stated. */
  readonly input?: string;
  /**
   * Whether the answer to the same question of somebody else will do, who asked a moment ago and waits for it still.
   * Not for those who want to see what they have just done.
   */
  readonly shared?: boolean;
}

/**
 * The operator's `docker` on the PATH, with the operator's environment: contexts, `DOCKER_HOST` and TLS files mean what
 * they always mean. It is run without a shell and without a terminal.
 */
export class DockerCli {
  readonly #cwd: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #turns: DockerTurns;

  /**
   * @param cwd folder in which the commands run, absolute
   * @param extra variables beside the operator's own
   * @param turns turns that are shared with other clients
   */
  constructor(
    host: Host,
    cwd: string,
    extra: Readonly<Record<string, string>> = {},
    turns: DockerTurns = new DockerTurns(),
  ) {
    this.#cwd = cwd;
    this.#turns = turns;
    // Compose reads PWD for the default places of the stack, and a missing agent socket is a warning a line.
    this.#env = { ...host.env, SSH_AUTH_SOCK: host.env.SSH_AUTH_SOCK ?? '', PWD: cwd, ...extra };
  }

  /**
   * Runs a command that must succeed.
   * @returns its standard output
   * @throws SetupError `ST-DOCKER-…`, `ST-COMPOSE-…` and the others of `dockerTrouble`; the signal's reason when aborted
   */
  async answer(args: readonly string[], call: DockerCall): Promise<string> {
    const outcome = await this.outcome(args, call);
    if (outcome.ok) return outcome.stdout;
    throw dockerTrouble(args, outcome);
  }

  /**
   * Runs a command that may fail.
   * @throws the signal's reason when it is aborted
   */
  async outcome(args: readonly string[], call: DockerCall): Promise<DockerOutcome> {
    if (call.shared !== true) return await this.#run(args, call);
    return await this.#turns.questions.join(args.join('\0'), call.signal, (signal) =>
      this.#run(args, { ...call, signal }),
    );
  }

  async #run(args: readonly string[], { signal, timeoutMs, input }: DockerCall): Promise<DockerOutcome> {
    const result = await this.#turns.take(signal, () =>
      execa('docker', args, {
        ...this.#surroundings(signal, timeoutMs),
        ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
        maxBuffer: ANSWER_LIMIT,
        stripFinalNewline: false,
      }),
    );
    signal.throwIfAborted();
    return {
      ok: !result.failed,
      exitCode: result.exitCode,
      stdout: result.stdout ?? '',
      stderr: result.stderr ?? '',
      systemCode: result.code,
      timedOut: result.timedOut === true,
    };
  }

  /**
   * Runs a long command and hands on each line that it prints.
   * @returns how it ended, with its last lines as `stderr`
   * @throws the signal's reason when it is aborted
   */
  async lines(
    args: readonly string[],
    { signal, timeoutMs }: DockerCall,
    onLine: (line: string) => void,
  ): Promise<DockerOutcome> {
    signal.throwIfAborted();
    const last: string[] = [];
    const child = execa('docker', args, {
      ...this.#surroundings(signal, timeoutMs),
      stdin: 'ignore',
      all: true,
      buffer: false,
    });
    try {
      for await (const line of child.iterable({ from: 'all' })) {
        const text = String(line);
        last.push(text);
        if (last.length > KEPT_LINES) last.shift();
        onLine(text);
      }
    } catch {
      // A command that fails ends its lines with an error; how it ended is told below.
    }
    const result = await child;
    signal.throwIfAborted();
    return {
      ok: !result.failed,
      exitCode: result.exitCode,
      stdout: '',
      stderr: last.join('\n'),
      systemCode: result.code,
      timedOut: result.timedOut === true,
    };
  }

  #surroundings(signal: AbortSignal, timeoutMs: number) {
    return {
      cwd: this.#cwd,
      env: this.#env,
      extendEnv: false,
      cancelSignal: signal,
      timeout: timeoutMs,
      forceKillAfterDelay: KILL_AFTER_MS,
      reject: false,
      // The clean-up ends this program at once on a signal that the run itself wants to answer.
      cleanup: false,
    } as const;
  }
}
