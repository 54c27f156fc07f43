import { execa } from 'execa';
import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { systemErrorCode } from '../why-missing.ts';

/** Most characters of git's answer: the tree of a very large checkout. */
const OUTPUT_LIMIT = 32 * 1024 * 1024;

/** One line of `git ls-tree -r -z`: a gitlink has mode 160000 (gitglossary, "gitlink"). */
const GITLINK = /^160000 commit ([0-9a-f]{40}|[0-9a-f]{64})\t(.+)$/s;

/**
 * Commit of the checkout and of every module that it pins. A source archive has neither: then pins are
 * unavailable, and nothing is guessed.
 */
export const commitPinsCollector: Collector = {
  id: 'commit-pins',
  title: 'Commit pins',
  deadlineMs: 20_000,
  capBytes: 1024 * 1024,
  paths: () => ['stack/commit-pins.json'],
  async collect({ host, runtime, signal }) {
    const folder = runtime.workspace ?? host.cwd;
    const head = (await git(host, folder, signal, ['rev-parse', '--verify', 'HEAD'])).trim();
    const tree = await git(host, folder, signal, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD']);
    const modules = tree.split('\0').flatMap((line) => {
      const [, commit, path] = GITLINK.exec(line) ?? [];
      return commit === undefined || path === undefined ? [] : [{ path, commit }];
    });
    return [
      jsonFile(
        'stack/commit-pins.json',
        { head, modules },
        'commit of the checkout, and of every module it pins',
      ),
    ];
  },
};

/**
 * Runs a reading git command in the checkout of the stack.
 * @throws SetupError `BN-NO-CHECKOUT` when git is missing or the folder is no checkout
 */
async function git(
  host: Host,
  folder: string,
  signal: AbortSignal,
  args: readonly string[],
): Promise<string> {
  const { PATH, HOME, SystemRoot } = host.env;
  const result = await execa('git', args, {
    cwd: folder,
    cancelSignal: signal,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: OUTPUT_LIMIT,
    // Nothing of the operator's environment may turn git elsewhere (GIT_DIR) or make it ask.
    extendEnv: false,
    env: {
      ...(PATH === undefined ? {} : { PATH }),
      ...(HOME === undefined ? {} : { HOME }),
      ...(SystemRoot === undefined ? {} : { SystemRoot }),
      LC_ALL: 'C',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
    },
  });
  signal.throwIfAborted();
  if (!result.failed) return result.stdout;
  if (result.isMaxBuffer) throw new SetupError('BN-TOO-LARGE', 'the list of tracked files');
  const detail =
    result.exitCode === undefined
      ? (systemErrorCode(result.cause) ?? 'git did not run')
      : `git ${args[0]} ended with ${result.exitCode}`;
  throw new SetupError('BN-NO-CHECKOUT', detail);
}
