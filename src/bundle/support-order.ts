import { isText } from './cut-file.ts';
import type { SafeFile } from './redact-files.ts';

const SERVICES = 'stack/services.json';
const LOGS = 'volatile/logs/';
const JOURNALS = 'volatile/run/';

/** What this program tells by itself, from the version that the bundle names. */
const TOLD_AGAIN = new Set(['stack/openapi.json', 'stack/routes.json']);

/** What support reads first; it goes last. */
const FIRST_READ = new Set([
  SERVICES,
  'stack/readiness.json',
  'stack/modes.json',
  'environment/versions.json',
  'environment/host.json',
  'environment/host-now.json',
  'volatile/stack/processes.json',
  'volatile/environment/host-now.json',
]);

/** States of a service whose log is not what support looks for. */
const IN_ORDER = new Set(['healthy', 'running', 'done', 'skipped']);

/** What stands in the journal of a run that did more than make a bundle. */
const WORK = ['preflight', 'start', 'proof'].map((step) => `"type":"step.started","step":"${step}"`);

/** How much longer than others the text of a service in trouble, and the journal of the run, may be. */
const PREFERRED = 4;

/** What support can do without first, and what it needs most. */
export interface SupportOrder {
  /** Paths that go before any text is cut short: nothing is lost with them. */
  readonly toldAgain: readonly string[];
  /** Paths that go when texts are as short as is still comfortable. */
  readonly toldElsewhere: readonly string[];
  /** Every other path, the one that is needed least first. */
  readonly rest: readonly string[];
  /** How many shares of the room for texts a text gets. */
  shares(path: string): number;
}

/**
 * Puts the files of a bundle into the order in which they go when it must be smaller: first what is told elsewhere,
 * then logs of services that are in order, then logs of those that are not, then facts, the journal and the results, and
 * last the state of the services.
 */
export function supportOrder(files: readonly SafeFile[]): SupportOrder {
  const troubled = troubledLogs(files);
  const ofRun = journalOfRun(files);
  const toldAgain = files.filter(({ path }) => TOLD_AGAIN.has(path));
  const toldElsewhere = files.filter(
    ({ path }) => path === 'proof/report.md' || (path.startsWith(JOURNALS) && path !== ofRun),
  );
  const early = new Set([...toldAgain, ...toldElsewhere]);
  const need = ({ path }: SafeFile): number => {
    if (path.startsWith(LOGS)) return troubled.has(path) ? 2 : 1;
    if (FIRST_READ.has(path)) return 6;
    if (path === 'proof/results.json') return 5;
    if (path === ofRun || path === 'environment/preflight.json') return 4;
    return 3;
  };
  const rest = files
    .filter((file) => !early.has(file))
    .toSorted((one, two) => need(one) - need(two) || two.bytes.byteLength - one.bytes.byteLength);
  const paths = (list: readonly SafeFile[]): readonly string[] => list.map(({ path }) => path);
  return {
    toldAgain: paths(toldAgain),
    toldElsewhere: paths(toldElsewhere),
    rest: paths(rest),
    shares: (path) => (path === ofRun || troubled.has(path) ? PREFERRED : 1),
  };
}

/** Logs of the services that are neither up nor done, as the bundle itself tells. */
function troubledLogs(files: readonly SafeFile[]): ReadonlySet<string> {
  const text = files.find(({ path }) => path === SERVICES);
  if (text === undefined) return new Set();
  const { services }: { services: readonly { id: string; state: string }[] } = JSON.parse(
    Buffer.from(text.bytes).toString('utf8'),
  );
  const troubled = services.filter(({ state }) => !IN_ORDER.has(state));
  return new Set(troubled.map(({ id }) => `${LOGS}${id}.log`));
}

/**
 * The latest journal of a run that started or proved anything; `bundle` writes one by itself, which tells of nothing else.
 * Journals come in the order in which they were written.
 */
function journalOfRun(files: readonly SafeFile[]): string | undefined {
  const journals = files.filter(({ path }) => path.startsWith(JOURNALS) && isText(path));
  const ofRun = journals.findLast(({ bytes }) => WORK.some((step) => Buffer.from(bytes).includes(step)));
  return (ofRun ?? journals.at(-1))?.path;
}
