/** How a run is shown. */
export type FaceMode = 'wizard' | 'plain' | 'json';

/** What decides the face, and nothing else does. */
export interface ModeFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly flags: { readonly ci?: boolean; readonly json?: boolean; readonly input?: boolean };
}

/**
 * Chooses the face of a run, once. Ink is loaded for `wizard` only: in a pipe, in CI or on a dumb terminal it prints
 * its last frame or throws.
 */
export function detectMode(facts: ModeFacts): FaceMode {
  const { env, flags } = facts;
  if (flags.json === true) return 'json';
  if (flags.ci === true || flags.input === false) return 'plain';
  if (isSet(env.CI) || env.TERM === 'dumb') return 'plain';
  return facts.stdinIsTerminal && facts.stdoutIsTerminal ? 'wizard' : 'plain';
}

/** Whether `CI` means what it says: some systems set it to `false` or `0`. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
