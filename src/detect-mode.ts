import { isTooSmall, SMALLEST } from './screens/layout.ts';

/** How a run is shown. */
export type FaceMode = 'wizard' | 'asking' | 'plain' | 'json';

/** What decides the face, and nothing else does. */
export interface ModeFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /** Of the terminal, when it tells; some tell 0. */
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
  readonly flags: {
    readonly ci?: boolean;
    readonly json?: boolean;
    readonly input?: boolean;
    readonly accessible?: boolean;
  };
}

/**
 * Chooses the face of a run, once. Ink is loaded for `wizard` only: in a pipe, in CI or on a dumb terminal it prints
 * its last frame or throws.
 */
export function detectMode(facts: ModeFacts): FaceMode {
  const { env, flags } = facts;
  if (flags.json === true) return 'json';
  if (flags.ci === true || flags.input === false || isSet(env.CI)) return 'plain';
  if (!facts.stdinIsTerminal || !facts.stdoutIsTerminal) return 'plain';
  return whyAsking(facts) === undefined ? 'wizard' : 'asking';
}

/**
 * Why a person at this terminal is asked line by line and not shown the screens.
 * @returns one sentence; undefined when the screens can be shown
 */
export function whyAsking({ env, flags, rows = 0, columns = 0 }: ModeFacts): string | undefined {
  if (flags.accessible === true || env.INK_SCREEN_READER === 'true')
    return 'Plain lines, one question at a time.';
  if (env.TERM === 'dumb') return 'This terminal draws no screens, so questions come one at a time.';
  if (rows > 0 && columns > 0 && isTooSmall(rows, columns)) {
    const needed = `${SMALLEST.columns}x${SMALLEST.rows}`;
    return `The terminal is ${columns}x${rows} and the screens need ${needed}, so questions come one at a time.`;
  }
  return undefined;
}

/** Whether `CI` means what it says: some systems set it to `false` or `0`. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
