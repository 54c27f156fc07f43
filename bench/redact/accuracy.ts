import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { CARRIERS, INNOCENT, SHAPES } from '../../test/redact/corpus.ts';
import type { Measurement, Row, Table } from '../measurement.ts';

const SECRETLINT = fileURLToPath(import.meta.resolve('secretlint/package.json'));
/** Where secretlint finds its rules. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = ['Zk3TmP0r', 'VbX7nYcD'].join('');

/** A file of the corpus; `secret` is undefined where there is nothing to find. */
interface CorpusFile {
  readonly name: string;
  readonly text: string;
  readonly secret: string | undefined;
}

/** What a program found: the names of the files that it objects to, or why it could not be asked. */
type Answer = { readonly found: ReadonlySet<string> } | { readonly absent: string };

function corpusFiles(): CorpusFile[] {
  const files: CorpusFile[] = [];
  const add = (text: string, secret?: string) => {
    files.push({ name: `case-${String(files.length).padStart(4, '0')}.log`, text: `${text}\n`, secret });
  };
  for (const carry of Object.values(CARRIERS)) {
    for (const secret of Object.values(SHAPES)) add(carry('NOTE', secret), secret);
    add(carry('DB_PASSWORD', PASSWORD), PASSWORD);
  }
  for (const text of INNOCENT) add(text);
  return files;
}

/** Ours has to take the end of the secret out; a hit beside it does not count. */
function askOurs(files: readonly CorpusFile[]): Answer {
  const redactor = createRedactor(new SecretRegistry());
  const found = new Set<string>();
  for (const { name, text, secret } of files) {
    const output = redactor.file(name, Buffer.from(text)).bytes.toString('utf8');
    if (secret === undefined ? output !== text : !output.includes(secret.slice(-8))) found.add(name);
  }
  return { found };
}

async function askSecretlint(folder: string): Promise<Answer> {
  const rules = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] };
  const settings = join(folder, '..', 'secretlintrc.json');
  await writeFile(settings, JSON.stringify(rules));
  const program = join(SECRETLINT, '..', 'bin', 'secretlint.js');
  // It ends before a pipe has taken all that it wrote.
  const output = join(folder, '..', 'secretlint.json');
  await execa(
    process.execPath,
    [
      program,
      '--no-gitignore',
      '--format',
      'json',
      '--output',
      output,
      '--secretlintrc',
      settings,
      `${folder}/*.log`,
    ],
    { reject: false, cwd: ROOT, stdin: 'ignore' },
  );
  const results = JSON.parse(await readFile(output, 'utf8')) as readonly {
    filePath: string;
    messages: readonly unknown[];
  }[];
  const found = results
    .filter(({ messages }) => messages.length > 0)
    .map(({ filePath }) => filePath.slice(-13));
  return { found: new Set(found) };
}

async function askGitleaks(folder: string): Promise<Answer> {
  const report = join(folder, '..', 'gitleaks.json');
  const run = await execa(
    'gitleaks',
    [
      'detect',
      '--no-git',
      '--no-banner',
      '--source',
      folder,
      '--report-format',
      'json',
      '--report-path',
      report,
    ],
    { reject: false },
  );
  if (run.exitCode === undefined) return { absent: 'not installed here' };
  const results = JSON.parse(await readFile(report, 'utf8')) as readonly { File: string }[];
  return { found: new Set(results.map(({ File }) => File.slice(-13))) };
}

function rowOf(what: string, files: readonly CorpusFile[], answer: Answer): Row {
  if ('absent' in answer) return { what: `${what}: ${answer.absent}`, cells: ['', '', '', ''] };
  const positive = files.filter(({ secret }) => secret !== undefined);
  const right = positive.filter(({ name }) => answer.found.has(name)).length;
  const wrong = files.filter(({ name, secret }) => secret === undefined && answer.found.has(name)).length;
  const percent = (part: number, whole: number) =>
    whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
  return {
    what,
    cells: [
      percent(right, positive.length),
      percent(right, right + wrong),
      String(positive.length - right),
      `${wrong} of ${files.length - positive.length}`,
    ],
  };
}

/** Recall and precision over the corpus of the tests, beside two programs that look for secrets. */
export const redactAccuracy: Measurement = {
  id: 'redact-accuracy',
  async measure(): Promise<Table> {
    const files = corpusFiles();
    const place = await mkdtemp(join(tmpdir(), 'bus-setup-bench-'));
    try {
      const folder = join(place, 'corpus');
      await mkdir(folder);
      for (const { name, text } of files) await writeFile(join(folder, name), text);
      return {
        title: `Secrets found in ${files.length} files, one in each but the innocent ones`,
        columns: ['recall', 'precision', 'missed', 'false alarms'],
        rows: [
          rowOf('bus-setup', files, askOurs(files)),
          rowOf('secretlint', files, await askSecretlint(folder)),
          rowOf('gitleaks', files, await askGitleaks(folder)),
        ],
        note: 'For ours the end of the secret must be gone; for the others any finding in the file counts.',
      };
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  },
};
