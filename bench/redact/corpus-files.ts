import { CARRIERS, INNOCENT, SHAPES } from '../../test/redact/corpus.ts';
import { STACK_INNOCENTS, STACK_SECRETS } from '../../test/redact/stack-cases.ts';

/** A file of the corpus; `secret` is undefined where there is nothing to find. */
export interface CorpusFile {
  /** Its number, by which findings are told apart. */
  readonly id: string;
  /** Name on the disk: the id, and the name that tells the format. */
  readonly name: string;
  readonly text: string;
  readonly secret: string | undefined;
}

const PASSWORD = ['Zk3TmP0r', 'VbX7nYcD'].join('');

/** The corpus of the tests: every kind of secret in every carrier, and the files and logs of a stack. */
export function corpusFiles(): CorpusFile[] {
  const files: CorpusFile[] = [];
  const add = (file: string, text: string, secret?: string) => {
    const id = `case-${String(files.length).padStart(4, '0')}`;
    files.push({ id, name: `${id}${file.startsWith('.') ? '' : '-'}${file}`, text: `${text}\n`, secret });
  };
  for (const carry of Object.values(CARRIERS)) {
    for (const secret of Object.values(SHAPES)) add('a.log', carry('NOTE', secret), secret);
    add('a.log', carry('DB_PASSWORD', PASSWORD), PASSWORD);
  }
  for (const { file, text, secret } of STACK_SECRETS) add(file, text, secret);
  for (const text of INNOCENT) add('a.log', text);
  for (const { file, text } of STACK_INNOCENTS) add(file, text);
  return files;
}
