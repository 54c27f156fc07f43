import { Readable } from 'node:stream';
import { execa, type ResultPromise } from 'execa';
import type { z } from 'zod';
import { readLines } from '../../http/read-lines.ts';
import { appServerMessage } from './app-server-messages.ts';

/** Most characters of one message: an answer may be long. */
const LINE_LIMIT = 16 * 1024 * 1024;
/** Milliseconds an app server has to end by itself. */
const END_WITHIN_MS = 2_000;
const METHOD_NOT_FOUND = -32_601;

const EXECA_OPTIONS = {
  extendEnv: false,
  stdin: 'pipe',
  stdout: 'pipe',
  // What Codex logs may hold content and credentials.
  stderr: 'ignore',
  buffer: false,
  reject: false,
  forceKillAfterDelay: END_WITHIN_MS,
} as const;

/** How an app server is started. */
export interface AppServerOptions {
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the folder it works in. */
  readonly cwd: string;
  /** Told every notification. */
  readonly heard: (method: string, params: unknown) => void;
  /** Ends the process when it is aborted. */
  readonly signal: AbortSignal;
}

/** A request that the app server refused, or that it did not live to answer. */
export class AppServerError extends Error {
  override readonly name = 'AppServerError';
}

/** One `codex app-server` process: JSON-RPC, one message a line, over its standard streams. */
export class AppServer {
  readonly #process: ResultPromise<typeof EXECA_OPTIONS>;
  readonly #heard: AppServerOptions['heard'];
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  /** Resolves when the process and its output have ended, however. */
  readonly ended: Promise<void>;

  constructor({ command: [file, ...args], env, cwd, heard, signal }: AppServerOptions) {
    this.#heard = heard;
    this.#process = execa(file, args, { ...EXECA_OPTIONS, env, cwd, cancelSignal: signal });
    // A process that ended leaves a broken pipe; `ended` tells it better.
    this.#process.stdin.on('error', () => undefined);
    this.ended = this.#read().finally(() => this.#giveUp());
  }

  /**
   * Makes a request.
   * @param result what its answer must be
   * @throws AppServerError when it is refused, answered in another shape, or the process ends before
   */
  async request<T extends z.ZodType>(method: string, params: unknown, result: T): Promise<z.output<T>> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#lastId, answer);
    this.#send({ id: this.#lastId, method, params });
    const parsed = result.safeParse(await answer.promise);
    if (!parsed.success) throw new AppServerError(`${method} was answered in an unknown shape`);
    return parsed.data;
  }

  /** Sends a notification. */
  notify(method: string): void {
    this.#send({ method });
  }

  /** Ends the process and waits until it is gone. */
  async close(): Promise<void> {
    this.#process.stdin.end();
    const timer = setTimeout(() => this.#process.kill(), END_WITHIN_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async #read(): Promise<void> {
    try {
      const output = Readable.toWeb(this.#process.stdout) as ReadableStream<Uint8Array>;
      for await (const line of readLines(output, LINE_LIMIT)) this.#take(line);
    } catch {
      // A message that is no JSON, or one without end: there is nothing to talk to.
      this.#process.kill();
    }
    await this.#process;
  }

  #take(line: string): void {
    const { id, method, params, result, error } = appServerMessage.parse(JSON.parse(line));
    if (method !== undefined && id === undefined) this.#heard(method, params);
    // Approvals and the like: nobody is here to give one.
    else if (method !== undefined)
      this.#send({ id, error: { code: METHOD_NOT_FOUND, message: 'not served' } });
    else if (typeof id === 'number') {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined || error === null) waiting?.resolve(result);
      else waiting?.reject(new AppServerError('the request was refused'));
    }
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(new AppServerError('the app server has ended'));
    this.#waiting.clear();
  }

  #send(message: object): void {
    if (this.#process.stdin.writable)
      this.#process.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}
