import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { bundleCase } from './bundled-case.ts';
import { ID_LENGTH } from './file-ids.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = fileURLToPath(new URL('./usage.mjs', import.meta.url));
const SECRETLINT = fileURLToPath(import.meta.resolve('secretlint/package.json'));

/** What a run of a program took; undefined for a program that is not Node's. */
export interface Usage {
  readonly seconds: number;
  readonly residentMegabytes: number;
}

/**
 * What a program made of a folder: the outputs by file name where it redacts, the ids of the files that it objects to
 * where it only finds; or why it could not be asked.
 */
export type Answer =
  | { readonly outputs: Readonly<Record<string, string>>; readonly usage: Usage }
  | { readonly found: ReadonlySet<string>; readonly usage: Usage | undefined }
  | { readonly absent: string };

/** A program that redacts or finds secrets. */
export interface Peer {
  readonly name: string;
  /** Megabytes of log that it is given for its speed: some seconds of work. */
  readonly megabytes: number;
  /** Reads every file of `folder`; `work` is for files of its own. */
  ask(folder: string, work: string): Promise<Answer>;
}

/** Ours first, then a redactor, a scanner of sources, and the scanner that most people know, where it is installed. */
export const PEERS: readonly Peer[] = [
  { name: 'bus-setup', megabytes: 16, ask: askOurs },
  {
    name: 'openredaction',
    megabytes: 0.125,
    ask: (folder, work) => askRedactor(caseFile('openredaction-case.ts'), folder, work),
  },
  { name: 'secretlint', megabytes: 16, ask: askSecretlint },
  { name: 'gitleaks', megabytes: 4, ask: askGitleaks },
];

async function runNode(args: readonly string[], work: string): Promise<Usage> {
  const usage = join(work, 'usage.json');
  await execa(process.execPath, ['--import', USAGE, ...args], {
    reject: false,
    cwd: ROOT,
    stdin: 'ignore',
    env: { USAGE_FILE: usage },
  });
  return JSON.parse(await readFile(usage, 'utf8')) as Usage;
}

function caseFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The others are started as their packages are installed, so ours is started as it is shipped: as a bundle. */
async function askOurs(folder: string, work: string): Promise<Answer> {
  const program = join(work, 'bus-setup-case.mjs');
  await bundleCase(caseFile('bus-setup-case.ts'), program);
  return askRedactor(program, folder, work);
}

async function askRedactor(program: string, folder: string, work: string): Promise<Answer> {
  const result = join(work, 'outputs.json');
  const usage = await runNode([program, folder, result], work);
  return { outputs: JSON.parse(await readFile(result, 'utf8')) as Record<string, string>, usage };
}

async function askSecretlint(folder: string, work: string): Promise<Answer> {
  const settings = join(work, 'secretlintrc.json');
  await writeFile(
    settings,
    JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }),
  );
  // It ends before a pipe has taken all that it wrote.
  const output = join(work, 'secretlint.json');
  const program = join(SECRETLINT, '..', 'bin', 'secretlint.js');
  const named = ['--format', 'json', '--output', output, '--secretlintrc', settings];
  const usage = await runNode([program, '--no-gitignore', ...named, `${folder}/*`, `${folder}/.*`], work);
  const results = JSON.parse(await readFile(output, 'utf8')) as readonly {
    filePath: string;
    messages: readonly unknown[];
  }[];
  const hit = results.filter(({ messages }) => messages.length > 0);
  return { found: new Set(hit.map(({ filePath }) => idOf(filePath))), usage };
}

async function askGitleaks(folder: string, work: string): Promise<Answer> {
  const report = join(work, 'gitleaks.json');
  const named = ['--report-format', 'json', '--report-path', report];
  const run = await execa('gitleaks', ['detect', '--no-git', '--no-banner', '--source', folder, ...named], {
    reject: false,
  });
  if (run.exitCode === undefined) return { absent: 'not installed here' };
  const results = JSON.parse(await readFile(report, 'utf8')) as readonly { File: string }[];
  return { found: new Set(results.map(({ File }) => idOf(File))), usage: undefined };
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).slice(0, ID_LENGTH);
}
