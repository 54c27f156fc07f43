/** One message of a conversation, whatever endpoint it came through. */
export interface TurnMessage {
  /** `system`, `user`, `assistant` or whatever the client wrote. */
  readonly role: string;
  readonly text: string;
}

/** What a provider is asked: the same for chat completions, completions and responses. */
export interface ExecutionTurn {
  /** Public model id, e.g. `codex-chatgpt`. An alias: the provider chooses the executing model. */
  readonly model: string;
  /** Oldest first; never empty. */
  readonly messages: readonly TurnMessage[];
}

/** Tokens a provider counted for one turn. */
export interface TokenCount {
  readonly input: number;
  readonly output: number;
}

/** What a provider answers. */
export interface ExecutionOutcome {
  readonly text: string;
  /** The model that wrote the text. */
  readonly model: string;
  /** What wrote it, for `system_fingerprint`, e.g. `bus-codex/static`. */
  readonly fingerprint: string;
  /** Absent when the provider does not tell: then usage is recorded as missing. */
  readonly tokens?: TokenCount;
}

/** Executes turns for the Codex worker: the static answers of tests, or a Codex CLI. */
export interface ExecutionProvider {
  /** As in `BUS_CODEX_PROVIDER`: `static` or `codex`. */
  readonly name: string;
  /**
   * Executes one turn.
   * @param turn the conversation
   * @param signal ends the turn when it is aborted
   * @throws CodexFailure when the provider refused or failed in a way the client may be told
   */
  execute(turn: ExecutionTurn, signal: AbortSignal): Promise<ExecutionOutcome>;
}
