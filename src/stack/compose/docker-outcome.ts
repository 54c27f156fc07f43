/** How a Docker command ended that is allowed to fail. */
export interface DockerOutcome {
  readonly ok: boolean;
  /** undefined when it did not end by itself. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** `ENOENT` when there is no such program. */
  readonly systemCode: string | undefined;
  readonly timedOut: boolean;
}
