/** What the operator says on the command line about a stack. A runtime takes what concerns it. */
export interface StackChoices {
  /** Gateway port, 0 for a free one: embedded and compose. */
  readonly port?: number;
  /** Folder of the BusDK checkout, relative to where the program was started: compose. */
  readonly checkout?: string;
  /** Environment file for Compose. */
  readonly envFile?: string;
  /** Compose files instead of the profile's. */
  readonly composeFiles?: readonly string[];
  /** Compose profiles to switch on, e.g. `dev-task`. */
  readonly composeProfiles?: readonly string[];
  /** Compose project name. */
  readonly projectName?: string;
  /** Seconds that a start may take until the stack answers: compose. */
  readonly readySeconds?: number;
  /** Base URL of a stack that somebody else runs: attach. */
  readonly url?: string;
  /** File with the certificates that this stack's certificate is checked against, PEM: attach. */
  readonly caFile?: string;
  /** Lets checks write into a stack that somebody else runs: attach. */
  readonly allowWrites?: boolean;
  /** Files with tokens by the last part of their audience (`api`, `auth`, `internal`): attach. */
  readonly tokenFiles?: Readonly<Record<string, string>>;
}
