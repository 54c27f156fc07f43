import { errorParams, itemParams, type TurnError, tokenParams, turnParams } from './app-server-messages.ts';
import { CodexFailure } from './codex-failure.ts';
import type { TokenCount } from './execution-provider.ts';
import { turnFailure } from './turn-failure.ts';

/** What an app server's notifications tell of its one turn. */
export class TurnRecord {
  readonly #texts: string[] = [];
  readonly #end = Promise.withResolvers<void>();
  #tokens: TokenCount | undefined;
  #lastError: TurnError | undefined;
  #answering = false;

  /** Settles when the turn has: rejects with a {@link CodexFailure} when it failed. */
  get completed(): Promise<void> {
    return this.#end.promise;
  }

  /** The whole answer so far. */
  get text(): string {
    return this.#texts.join('\n\n');
  }

  /** Tokens of the turn; `undefined` when none were told. */
  get tokens(): TokenCount | undefined {
    return this.#tokens;
  }

  constructor() {
    // A turn may fail after everybody who waited has gone.
    this.#end.promise.catch(() => undefined);
  }

  /** Takes one notification. */
  hear(method: string, params: unknown): void {
    if (method === 'item/agentMessage/delta') this.#answering = true;
    else if (method === 'item/completed') {
      const { item } = itemParams.parse(params);
      if (item.type === 'agentMessage' && item.text !== undefined) this.#texts.push(item.text);
    } else if (method === 'thread/tokenUsage/updated') {
      const { inputTokens, outputTokens } = tokenParams.parse(params).tokenUsage.total;
      this.#tokens = { input: inputTokens, output: outputTokens };
    } else if (method === 'error') this.#lastError = errorParams.parse(params).error;
    else if (method === 'turn/completed') {
      const { status, error } = turnParams.parse(params).turn;
      if (status === 'completed') this.#end.resolve();
      else this.#end.reject(new CodexFailure(turnFailure(error ?? this.#lastError, this.#answering)));
    }
  }

  /** The failure of a turn whose time ran out: what Codex last said it was trying to get over, if anything. */
  timedOut(): CodexFailure {
    const known = this.#lastError === undefined ? undefined : turnFailure(this.#lastError, this.#answering);
    return new CodexFailure(known === undefined || known === 'codex_failed' ? 'codex_timeout' : known);
  }
}
