import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement, Row, Table } from '../measurement.ts';
import { type CorpusFile, corpusFiles } from './corpus-files.ts';
import { ID_LENGTH } from './file-ids.ts';
import { type Answer, PEERS, type Peer, type Usage } from './peers.ts';
import { benchText, MEGABYTE } from './texts.ts';

/** The ids of the files where something went: of those with a secret, its end. */
function foundIn(files: readonly CorpusFile[], answer: Exclude<Answer, { absent: string }>): Set<string> {
  if ('found' in answer) return new Set(answer.found);
  const changed = files.filter(({ name, text, secret }) => {
    const output = answer.outputs[name] ?? text;
    return secret === undefined ? output !== text : !output.includes(secret.slice(-8));
  });
  return new Set(changed.map(({ id }) => id));
}

function accuracyOf(files: readonly CorpusFile[], found: ReadonlySet<string>): string[] {
  const positive = files.filter(({ secret }) => secret !== undefined);
  const right = positive.filter(({ id }) => found.has(id)).length;
  const wrong = files.filter(({ id, secret }) => secret === undefined && found.has(id)).length;
  const percent = (part: number, whole: number) =>
    whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
  return [
    percent(right, positive.length),
    percent(right, right + wrong),
    String(positive.length - right),
    `${wrong} of ${files.length - positive.length}`,
  ];
}

const LOG_NAME = `${'case-0000'.slice(0, ID_LENGTH)}-a.log`;

interface Folders {
  readonly corpus: string;
  readonly log: string;
  readonly nothing: string;
  readonly work: string;
}

async function rowOf(peer: Peer, files: readonly CorpusFile[], folders: Folders): Promise<Row> {
  const answer = await peer.ask(folders.corpus, folders.work);
  if ('absent' in answer)
    return { what: `${peer.name}: ${answer.absent}`, cells: ['', '', '', '', '', '', '', ''] };
  return {
    what: peer.name,
    cells: [...accuracyOf(files, foundIn(files, answer)), ...(await speedOf(peer, folders))],
  };
}

/** How much longer the log is that tells the speed once everything is compiled. */
const LONGER = 4;
const RUNS = 3;

/**
 * Three runs: an empty file tells what starting takes, a log what its first megabytes take with compiling, and a longer
 * one what the rest takes. The best of some runs counts: what else the machine does can only make a run slower.
 */
async function speedOf(peer: Peer, { log, nothing, work }: Folders): Promise<string[]> {
  const none = await leastUsage(peer, nothing, work);
  await writeLog(log, peer.megabytes);
  const cold = await leastUsage(peer, log, work);
  await writeLog(log, peer.megabytes * LONGER);
  const warm = await leastUsage(peer, log, work);
  if (none === undefined || cold === undefined || warm === undefined) return ['', '', '', ''];
  const speed = (megabytes: number, seconds: number) => (megabytes / Math.max(0.001, seconds)).toFixed(1);
  return [
    speed(peer.megabytes, cold.seconds),
    speed(peer.megabytes, cold.seconds - none.seconds),
    speed(peer.megabytes * (LONGER - 1), warm.seconds - cold.seconds),
    warm.residentMegabytes.toFixed(0),
  ];
}

async function leastUsage(peer: Peer, folder: string, work: string): Promise<Usage | undefined> {
  let least: Usage | undefined;
  for (let i = 0; i < RUNS; i++) {
    const answer = await peer.ask(folder, work);
    if ('absent' in answer || answer.usage === undefined) return undefined;
    if (least === undefined || answer.usage.seconds < least.seconds) least = answer.usage;
  }
  return least;
}

async function writeLog(folder: string, megabytes: number): Promise<void> {
  const block = benchText('busy log').block;
  const size = megabytes * MEGABYTE;
  const blocks = Array.from({ length: Math.ceil(size / block.length) }, () => block);
  await writeFile(join(folder, LOG_NAME), Buffer.concat(blocks, size));
}

/** Recall and precision over the corpus of the tests, and speed, beside other programs in the same run. */
export const redactAccuracy: Measurement = {
  id: 'redact-accuracy',
  async measure(): Promise<Table> {
    const files = corpusFiles();
    const place = await mkdtemp(join(tmpdir(), 'bus-setup-bench-'));
    const folder = (name: string) => join(place, name);
    const folders = {
      corpus: folder('corpus'),
      log: folder('log'),
      nothing: folder('nothing'),
      work: folder('work'),
    };
    try {
      for (const path of Object.values(folders)) await mkdir(path);
      for (const { name, text } of files) await writeFile(join(folders.corpus, name), text);
      await writeFile(join(folders.nothing, LOG_NAME), '\n');
      const rows: Row[] = [];
      for (const peer of PEERS) rows.push(await rowOf(peer, files, folders));
      return {
        title: `Secrets in ${files.length} files, one in each but the innocent ones; and a log`,
        columns: [
          'recall',
          'precision',
          'missed',
          'false alarms',
          'MB per CPU second, start included',
          'without start, compiling included',
          'warm',
          'MB resident',
        ],
        rows,
        note: 'Where a program redacts, the end of the secret must be gone; where it only finds, any finding in the file counts. Speed: the same log for all, each in a process of its own; whoever redacts also writes the log. The first two figures are of the first megabytes; warm is the rest of a log that is four times as long. CPU seconds have those of compiler and collector in them. The best of three runs.',
      };
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  },
};
