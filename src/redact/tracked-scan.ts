import { textEncoding, Utf16Decoder, wideEncoding } from './text-encoding.ts';
import {
  EXCEPTIONS_FILE,
  isSameFinding,
  parseExceptions,
  type ScanExceptions,
} from './tracked-exceptions.ts';
import {
  type GitCall,
  listTrackedFiles,
  readBlobs,
  readWorkingFile,
  type TrackedFile,
} from './tracked-files.ts';
import { findInNames } from './tracked-names.ts';
import { selfTest } from './tracked-self-test.ts';
import { findInText, type TextFinding, textScanner } from './tracked-text.ts';

/** A secret in a tracked file. */
export interface TrackedFinding {
  /** Id of the rule, or `unscanned` for a file over the cap, or `exception-refused`. */
  readonly rule: string;
  /** `refuse` for a secret of a known kind, `warn` for a generic keyed value and for what was not scanned. */
  readonly severity: 'refuse' | 'warn';
  /** Path relative to the root of the checkout. */
  readonly file: string;
  /** Line, from 1; of the encoded text when the secret is encoded. */
  readonly line: number;
  /** Names the finding in an exception and tells nothing of the value. */
  readonly fingerprint: string;
  /** True when it is in git's index and not in the working file. */
  readonly inIndex: boolean;
  /** Why an entry of the exceptions does not hold. */
  readonly why?: string;
}

/** What came of the scan. */
export type TrackedScan =
  | {
      readonly outcome: 'scanned';
      /** Text files that were read. */
      readonly files: number;
      readonly bytes: number;
      readonly binary: number;
      readonly links: number;
      readonly submodules: number;
      /** Pointers of git LFS: their content is not in the checkout's index. */
      readonly lfsPointers: number;
      /** Findings that an exception covers. */
      readonly excepted: number;
      /** Numbers, from 1, of the exceptions that cover no finding any more. */
      readonly unusedExceptions: readonly number[];
      readonly findings: readonly TrackedFinding[];
    }
  /** The folder is in no checkout: there is nothing to scan. */
  | { readonly outcome: 'not-a-checkout' }
  /** There is a checkout, or no git to ask, and the scan could not be done: whoever asked must refuse. */
  | {
      readonly outcome: 'failed';
      readonly problem: 'git-missing' | 'git-failed' | 'unreadable' | 'no-files' | 'self-test';
      /** One line without values: git's first line of complaint, or the path that could not be read. */
      readonly detail: string;
    };

/** Settings of the scan. */
export interface TrackedScanOptions {
  /** Folder inside the checkout, absolute. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** Name or path of git; `git` by default. */
  readonly git?: string;
  /** Larger files are reported as unscanned; 8 MiB by default. */
  readonly cap?: number;
  /** Today as `YYYY-MM-DD`, for exceptions that expire; without it none of them holds. */
  readonly today?: string;
}

const DEFAULT_CAP = 8 * 1024 * 1024;
const LFS = Buffer.from('version https://git-lfs.github.com/spec/');

/**
 * Scans the files that git tracks for real secrets: the working file and, when it differs, the blob in the index.
 * Values are never in the answer.
 * @throws the signal's reason when it is aborted
 */
export async function scanTrackedFiles(options: TrackedScanOptions): Promise<TrackedScan> {
  options.signal.throwIfAborted();
  const missed = selfTest();
  if (missed !== undefined)
    return { outcome: 'failed', problem: 'self-test', detail: `the scanner misses ${missed}` };
  const call: GitCall = { git: options.git ?? 'git', dir: options.dir, signal: options.signal };
  const listed = await listTrackedFiles(call);
  if (listed.outcome !== 'listed') return listed;
  if (listed.files.length === 0)
    return { outcome: 'failed', problem: 'no-files', detail: 'git tracks no file here' };
  const run = new ScanRun({ ...call, dir: listed.root }, options.cap ?? DEFAULT_CAP);
  try {
    const only = new Set<TrackedFile>();
    run.names(listed.files);
    for (const file of listed.files) {
      options.signal.throwIfAborted();
      if (!(await run.workingFile(file))) only.add(file);
    }
    // A sparse checkout leaves files in the index alone.
    await run.indexBlobs(listed.files.filter((file) => file.isChanged || only.has(file)));
    run.except(await exceptionsOf(run, listed.files, options.today));
  } catch (error) {
    options.signal.throwIfAborted();
    return { outcome: 'failed', problem: 'unreadable', detail: run.current || String(error) };
  }
  return { outcome: 'scanned', ...run.totals(), ...listed.left };
}

class ScanRun {
  readonly #call: GitCall;
  readonly #cap: number;
  readonly #scanner = textScanner();
  #findings: TrackedFinding[] = [];
  readonly #known = new Set<string>();
  /** What is told of a path that holds a secret. */
  readonly #shown = new Map<string, string>();
  #files = 0;
  #bytes = 0;
  #binary = 0;
  #lfsPointers = 0;
  #excepted = 0;
  #unused: readonly number[] = [];
  /** The file that is being read. */
  current = '';

  constructor(call: GitCall, cap: number) {
    this.#call = call;
    this.#cap = cap;
  }

  /** Paths are text too, and one that holds a secret is not told. */
  names(files: readonly TrackedFile[]): void {
    for (const [path, { shown, findings }] of findInNames(
      this.#scanner,
      files.map((file) => file.path),
    )) {
      this.#shown.set(path, shown);
      for (const finding of findings) this.#add(finding, path, false);
    }
  }

  /** @returns false when there is no such file to read */
  async workingFile(file: TrackedFile): Promise<boolean> {
    this.current = file.path;
    const content = await readWorkingFile(this.#call.dir, file.name, this.#cap);
    if (content !== undefined) this.#scan(file.path, content, false);
    return content !== undefined;
  }

  async indexBlobs(files: readonly TrackedFile[]): Promise<void> {
    if (files.length === 0) return;
    const blobs = await readBlobs(this.#call, [...new Set(files.map((file) => file.blob))], this.#cap);
    for (const file of files) {
      this.current = file.path;
      const content = blobs.get(file.blob);
      if (content === undefined) throw new Error(`git has no blob for ${file.path}`);
      this.#scan(file.path, content, true);
    }
  }

  readText(path: string): Promise<Buffer | 'too-large' | undefined> {
    return readWorkingFile(this.#call.dir, Buffer.from(path), this.#cap);
  }

  except({ valid, refused }: ScanExceptions): void {
    const unused = new Set(valid);
    const kept = this.#findings.filter((finding) => {
      const exception = valid.find((each) => isSameFinding(each, { ...finding, path: finding.file }));
      if (exception !== undefined) unused.delete(exception);
      return exception === undefined;
    });
    this.#excepted = this.#findings.length - kept.length;
    this.#unused = [...unused].map(({ entry }) => entry);
    this.#findings = kept;
    for (const { entry, why } of refused) {
      this.#findings.push({
        rule: 'exception-refused',
        severity: 'warn',
        file: EXCEPTIONS_FILE,
        line: 1,
        fingerprint: `entry-${entry}`,
        inIndex: false,
        why,
      });
    }
  }

  totals() {
    return {
      files: this.#files,
      bytes: this.#bytes,
      binary: this.#binary,
      lfsPointers: this.#lfsPointers,
      excepted: this.#excepted,
      unusedExceptions: this.#unused,
      findings: this.#findings,
    };
  }

  #scan(path: string, content: Buffer | 'too-large', inIndex: boolean): void {
    if (content === 'too-large') {
      this.#add({ rule: 'unscanned', severity: 'warn', line: 1, fingerprint: 'unscanned' }, path, inIndex);
      return;
    }
    if (content.subarray(0, LFS.length).equals(LFS)) this.#lfsPointers++;
    const told = textEncoding(content);
    const encoding = told === 'binary' ? (wideEncoding(content) ?? told) : told;
    if (encoding === 'binary' || encoding === 'archive') {
      this.#binary++;
      return;
    }
    this.#files++;
    this.#bytes += content.length;
    const text = encoding === 'utf-8' ? content : new Utf16Decoder(encoding).decode(content, true);
    for (const finding of findInText(this.#scanner, path, text)) this.#add(finding, path, inIndex);
  }

  #add(finding: TextFinding, file: string, inIndex: boolean): void {
    const what = `${finding.rule} ${finding.fingerprint} ${file}`;
    // What the working file shows already is not told once more of the index, wherever it stands there.
    if (this.#known.has(inIndex ? what : `${finding.line} ${what}`)) return;
    this.#known.add(what).add(`${finding.line} ${what}`);
    this.#findings.push({ ...finding, file: this.#shown.get(file) ?? file, inIndex });
  }
}

async function exceptionsOf(
  run: ScanRun,
  files: readonly TrackedFile[],
  today: string | undefined,
): Promise<ScanExceptions> {
  if (today === undefined || !files.some((file) => file.path === EXCEPTIONS_FILE))
    return { valid: [], refused: [] };
  const content = await run.readText(EXCEPTIONS_FILE);
  return Buffer.isBuffer(content)
    ? parseExceptions(content.toString('utf8'), today)
    : { valid: [], refused: [] };
}
