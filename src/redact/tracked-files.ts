import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';

/** A regular file in git's index. */
export interface TrackedFile {
  /** Path relative to the root of the checkout, with slashes; what is no UTF-8 in it cannot be told. */
  readonly path: string;
  /** The path as git has it. */
  readonly name: Buffer;
  /** Object id of the blob in the index. */
  readonly blob: string;
  /** True when the working file differs from the index or is gone. */
  readonly isChanged: boolean;
}

/** The files of a checkout, or why they cannot be listed. */
export type TrackedFiles =
  | {
      readonly outcome: 'listed';
      readonly root: string;
      readonly files: readonly TrackedFile[];
      readonly left: LeftOut;
    }
  | { readonly outcome: 'not-a-checkout' }
  | { readonly outcome: 'failed'; readonly problem: 'git-missing' | 'git-failed'; readonly detail: string };

/** Entries of the index that hold no text of this checkout. */
export interface LeftOut {
  readonly links: number;
  readonly submodules: number;
}

/** How git is asked. */
export interface GitCall {
  readonly git: string;
  readonly dir: string;
  readonly signal: AbortSignal;
}

const MOST_OUTPUT = 256 * 1024 * 1024;
/** Content that is asked of git at a time. */
const BATCH_BYTES = 16 * 1024 * 1024;

/** Lists what git tracks, without links and submodules. */
export async function listTrackedFiles(call: GitCall): Promise<TrackedFiles> {
  const top = await runGit(call, ['rev-parse', '--show-toplevel']);
  if (top.outcome === 'missing')
    return { outcome: 'failed', problem: 'git-missing', detail: `${call.git} was not found` };
  if (top.outcome === 'failed') {
    const isCheckout = await hasGitFolder(call.dir);
    return isCheckout
      ? { outcome: 'failed', problem: 'git-failed', detail: top.detail }
      : { outcome: 'not-a-checkout' };
  }
  const root = top.output.toString('utf8').replace(/\r?\n$/, '');
  const inRoot = { ...call, dir: root };
  const [index, changed] = await Promise.all([
    runGit(inRoot, ['ls-files', '-z', '--stage']),
    runGit(inRoot, ['diff-files', '-z', '--name-only', '--no-renames']),
  ]);
  if (index.outcome !== 'done') return { outcome: 'failed', problem: 'git-failed', detail: detailOf(index) };
  if (changed.outcome !== 'done')
    return { outcome: 'failed', problem: 'git-failed', detail: detailOf(changed) };
  return { outcome: 'listed', root, ...parseIndex(index.output, new Set(splitNul(changed.output))) };
}

/**
 * Reads blobs of the index, many from one git process.
 * @throws Error when git answers something else than was asked
 */
export async function readBlobs(
  call: GitCall,
  blobs: readonly string[],
  cap: number,
): Promise<Map<string, Buffer | 'too-large'>> {
  const found = new Map<string, Buffer | 'too-large'>();
  const sizes = await runGit(call, ['cat-file', '--batch-check'], `${blobs.join('\n')}\n`);
  if (sizes.outcome !== 'done') throw new Error(detailOf(sizes));
  let batch: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) await readBatch(call, batch, found);
    batch = [];
    bytes = 0;
  };
  for (const line of sizes.output.toString('latin1').split('\n')) {
    const [blob, type, size] = line.split(' ');
    if (blob === undefined || type !== 'blob') continue;
    found.set(blob, 'too-large');
    if (Number(size) > cap) continue;
    batch.push(blob);
    bytes += Number(size);
    if (bytes > BATCH_BYTES) await flush();
  }
  await flush();
  return found;
}

/** `<id> blob <size>`, a line break, the content and another line break for each (git-cat-file, batch output). */
async function readBatch(
  call: GitCall,
  blobs: readonly string[],
  found: Map<string, Buffer | 'too-large'>,
): Promise<void> {
  const content = await runGit(call, ['cat-file', '--batch'], `${blobs.join('\n')}\n`);
  if (content.outcome !== 'done') throw new Error(detailOf(content));
  const { output } = content;
  let at = 0;
  for (const blob of blobs) {
    const end = output.indexOf(0x0a, at);
    const [id, , size] = output.toString('latin1', at, Math.max(at, end)).split(' ');
    const next = end + 1 + Number(size);
    if (end < 0 || id !== blob || !(next <= output.length)) throw new Error('git answers something else');
    found.set(blob, output.subarray(end + 1, next));
    at = next + 1;
  }
}

/** Reads a working file without following a link; undefined when it is gone. */
export async function readWorkingFile(
  root: string,
  name: Buffer,
  cap: number,
): Promise<Buffer | 'too-large' | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(
      Buffer.concat([Buffer.from(`${root}/`), name]),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined;
    throw error;
  }
  try {
    const entry = await file.stat();
    if (!entry.isFile()) return undefined;
    return entry.size > cap ? 'too-large' : await file.readFile();
  } finally {
    await file.close();
  }
}

type GitAnswer =
  | { readonly outcome: 'done'; readonly output: Buffer }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'failed'; readonly detail: string };

async function runGit(call: GitCall, args: readonly string[], input = ''): Promise<GitAnswer> {
  // Settings of the checkout must not run programs of the checkout.
  const safe = [
    '-c',
    'core.fsmonitor=false',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'core.quotePath=false',
    '-C',
    call.dir,
  ];
  const result = await execa(call.git, [...safe, ...args], {
    input,
    encoding: 'buffer',
    reject: false,
    cancelSignal: call.signal,
    maxBuffer: MOST_OUTPUT,
    stripFinalNewline: false,
    env: { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
  });
  call.signal.throwIfAborted();
  if (result.code === 'ENOENT' || result.code === 'EACCES') return { outcome: 'missing' };
  if (result.failed) {
    const detail = Buffer.from(result.stderr).toString('utf8').split('\n', 1)[0] ?? '';
    return { outcome: 'failed', detail: detail.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 200) };
  }
  return { outcome: 'done', output: Buffer.from(result.stdout) };
}

function detailOf(answer: Exclude<GitAnswer, { outcome: 'done' }>): string {
  return answer.outcome === 'missing' ? 'git was not found' : answer.detail;
}

function parseIndex(output: Buffer, changed: ReadonlySet<string>): { files: TrackedFile[]; left: LeftOut } {
  const files: TrackedFile[] = [];
  let links = 0;
  let submodules = 0;
  for (const entry of splitNul(output)) {
    const tab = entry.indexOf('\t');
    const [mode, blob] = entry.slice(0, tab).split(' ');
    const written = entry.slice(tab + 1);
    const name = Buffer.from(written, 'latin1');
    if (mode === '120000') links++;
    else if (mode === '160000') submodules++;
    else if (blob !== undefined)
      files.push({ path: name.toString('utf8'), name, blob, isChanged: changed.has(written) });
  }
  return { files, left: { links, submodules } };
}

/** Entries as latin1, so that names in no encoding stay what they are. */
function splitNul(output: Buffer): string[] {
  return output
    .toString('latin1')
    .split('\0')
    .filter((entry) => entry !== '');
}

/** True when a folder or one above it holds `.git`: then git's refusal is a problem and not an answer. */
async function hasGitFolder(dir: string): Promise<boolean> {
  for (let at = resolve(dir); ; at = dirname(at)) {
    try {
      await stat(join(at, '.git'));
      return true;
    } catch (error) {
      if (!isCode(error, 'ENOENT', 'ENOTDIR')) return true;
    }
    if (dirname(at) === at) return false;
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
