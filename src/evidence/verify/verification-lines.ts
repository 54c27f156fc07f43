import { plain } from '../../proof/plain-text.ts';
import { VERDICT_WORDS } from '../../proof/report/buyer-words.ts';
import { LEVELS, type LevelId, type Point, type PointId, type Verification } from './verification.ts';

const STATUS_WORDS: Readonly<Record<Point['status'], string>> = {
  holds: 'yes',
  broken: 'NO',
  open: 'open',
};

const POINT_TITLES: Readonly<Record<PointId, string>> = {
  integrity: 'V1 integrity',
  origin: 'V2 origin',
  fresh: 'V3 fresh',
  repeated: 'V4 repeated',
  verdict: 'verdict',
  completeness: 'completeness',
  reports: 'reports',
  statement: 'statement',
  ledger: 'redactions',
  secrets: 'secrets',
};

/** A verification for a person: each point, what is wrong with it, and at the end what was not established. */
export function verificationLines(verification: Verification): readonly string[] {
  const { points, facts, kind, verdict } = verification;
  const proof = verdict === undefined ? 'no proof in it' : VERDICT_WORDS[verdict];
  const { counts } = facts;
  const summed =
    counts === undefined ? '' : ` (${counts.pass} passed, ${counts.skip} skipped, ${counts.fail} failed)`;
  return [
    `${kind === 'bundle' ? 'Diagnostic bundle' : 'Evidence set'}: ${proof}${summed}`,
    ...factLines(verification),
    '',
    ...points.flatMap(pointLines),
    '',
    conclusion(verification),
    ...notEstablished(points),
    ...leftOpen(points),
  ];
}

function factLines({ facts }: Verification): readonly string[] {
  const shown: readonly [string, string | undefined][] = [
    ['run', facts.run === undefined ? undefined : `${facts.run}, ${facts.startedAt ?? ''}`],
    ['profile', facts.profile === undefined ? undefined : `${facts.profile}, tier ${facts.tier ?? ''}`],
    ['verdict digest', facts.verdictDigest],
    ['proof code', facts.proofCode],
    ['tar sha256', facts.tarSha256],
    ['challenge', facts.challenge],
  ];
  return shown.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(14)}  ${plain(value, 200)}`],
  );
}

function pointLines({ id, status, says, problems }: Point): readonly string[] {
  return [
    `${STATUS_WORDS[status].padEnd(4)}  ${POINT_TITLES[id].padEnd(12)}  ${plain(says, 600)}`,
    ...problems.map(
      ({ id: reason, sentence, detail }) =>
        `        ${reason}  ${sentence}${detail === undefined ? '' : ` (${plain(detail, 300)})`}`,
    ),
  ];
}

function conclusion({ sound, points }: Verification): string {
  if (!sound) return 'Do not rely on it: at least one point does not hold.';
  const levels = points.flatMap(({ level, status }) =>
    level !== undefined && status === 'holds' ? [level] : [],
  );
  return levels.length === 0
    ? 'Nothing is wrong with it, and no level is established.'
    : `Established: ${named(levels)}.`;
}

function notEstablished(points: readonly Point[]): readonly string[] {
  const levels = points.flatMap(({ level, status }) =>
    level !== undefined && status !== 'holds' ? [level] : [],
  );
  return levels.length === 0 ? [] : [`Not established: ${named(levels)}.`];
}

/** What is no level and could not be looked at must not be taken for good. */
function leftOpen(points: readonly Point[]): readonly string[] {
  const open = points.filter(({ level, status }) => level === undefined && status === 'open');
  return open.length === 0 ? [] : [`Not looked at: ${open.map(({ id }) => POINT_TITLES[id]).join(', ')}.`];
}

function named(levels: readonly LevelId[]): string {
  return levels.map((level) => `${level} ${LEVELS[level]}`).join(', ');
}
