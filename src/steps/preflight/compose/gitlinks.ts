import { execa } from 'execa';
import type { Host } from '../../../host/host.ts';

/** A module as a checkout pins it. */
export interface Gitlink {
  /** Path in the checkout. */
  readonly path: string;
  readonly commit: string;
}

const GIT_MS = 15_000;
const OUTPUT_LIMIT = 32 * 1024 * 1024;
/** One line of `git ls-tree -r -z`: a gitlink has mode 160000. */
const GITLINK = /^160000 commit ([0-9a-f]{40}|[0-9a-f]{64})\t(.+)$/s;

/**
 * The modules that the commit of a checkout pins.
 * @returns undefined when git is missing or the folder is no checkout: a source archive has neither
 * @throws the signal's reason when it is aborted
 */
export async function gitlinks(
  folder: string,
  host: Host,
  signal: AbortSignal,
): Promise<readonly Gitlink[] | undefined> {
  const tree = await gitAnswer(['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], folder, host, signal);
  return tree?.split('\0').flatMap((line) => {
    const [, commit, path] = GITLINK.exec(line) ?? [];
    return commit === undefined || path === undefined ? [] : [{ path, commit }];
  });
}

/**
 * Asks git about a checkout; nothing of the operator's environment may turn it elsewhere or make it ask.
 * @returns undefined when it fails
 */
export async function gitAnswer(
  args: readonly string[],
  folder: string,
  host: Host,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { PATH, HOME, SystemRoot } = host.env;
  const result = await execa('git', args, {
    cwd: folder,
    env: { PATH, HOME, SystemRoot, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    extendEnv: false,
    stdin: 'ignore',
    timeout: GIT_MS,
    maxBuffer: OUTPUT_LIMIT,
    cancelSignal: signal,
    stripFinalNewline: false,
    reject: false,
  });
  signal.throwIfAborted();
  return result.failed ? undefined : result.stdout;
}
