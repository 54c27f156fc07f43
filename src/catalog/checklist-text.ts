import { DELIVERABLES, type Deliverable, NON_GOALS, PROOF_TIERS, type ProofTier } from './deliverables.ts';

/** A line of the acceptance checklist, judged or not. */
export interface ChecklistLine {
  readonly id: string;
  readonly title: string;
  /** Command or checks that show it. */
  readonly shownBy: string;
  readonly needed: boolean;
  /** Checks of the proof that it stands on. */
  readonly checks?: readonly string[];
  /** `open`: no evidence covers it, a person decides. */
  readonly state: 'met' | 'unmet' | 'open';
  /** What it stands on, or why it is open. */
  readonly why: string;
}

/** The evidence that a checklist was held against. */
export interface ChecklistSubject {
  /** What the evidence is a proof of. */
  readonly tier: string;
  readonly profile: string;
  readonly run: string;
  readonly verdict: string;
}

const BOXES = { met: '[x]', unmet: '[!]', open: '[ ]' } as const;

/** Lines of a deliverable, in its order. @throws Error for a line that no checklist has */
export function linesOf(deliverable: Deliverable, lines: readonly ChecklistLine[]): readonly ChecklistLine[] {
  return deliverable.lines.map((id) => {
    const line = lines.find((each) => each.id === id);
    if (line === undefined) throw new Error(`no line ${id}`);
    return line;
  });
}

/**
 * The checklist as lines for a terminal.
 * @param subject of the evidence; absent when there is none, then every line is open
 */
export function checklistText(
  lines: readonly ChecklistLine[],
  subject?: ChecklistSubject,
): readonly string[] {
  const width = Math.max(...lines.map(({ id }) => id.length));
  const said = (line: ChecklistLine): string => {
    if (subject === undefined) return `shown by ${line.shownBy}`;
    const checks = line.checks === undefined || line.state !== 'open' ? '' : ` (${line.checks.join(', ')})`;
    return line.state === 'open' ? `open for a person: ${line.why}${checks}` : line.why;
  };
  return [
    ...(subject === undefined
      ? ['Acceptance checklist. Name a run to tick it from its evidence: bus-setup checklist RUN']
      : [
          `Acceptance checklist of run ${subject.run}, profile ${subject.profile}: ${subject.verdict}`,
          `[x] shown by evidence   [ ] open: no evidence covers it, a person decides   [!] the evidence speaks against it`,
        ]),
    ...DELIVERABLES.flatMap((deliverable) => [
      '',
      deliverable.title,
      ...linesOf(deliverable, lines).flatMap((line) => [
        `  ${BOXES[line.state]} ${line.id.padEnd(width)}  ${line.title}`,
        `      ${' '.repeat(width)}  ${said(line)}`,
      ]),
    ]),
    '',
    'Tiers: a proof of one says nothing of another',
    ...PROOF_TIERS.flatMap((tier) => [
      `  ${BOXES[tierState(tier, subject)]} ${tier.title}${subject?.tier === tier.tier ? ': this evidence' : ': no evidence was given'}`,
      `      ${tier.command}`,
    ]),
    '',
    'Not part of the first paid pilot',
    ...NON_GOALS.map((goal) => `  -   ${goal}`),
  ];
}

/** The checklist in Markdown, with task-list boxes. */
export function checklistMarkdown(
  lines: readonly ChecklistLine[],
  subject?: ChecklistSubject,
): readonly string[] {
  const box = (state: ChecklistLine['state']): string => (state === 'met' ? '[x]' : '[ ]');
  return [
    ...(subject === undefined
      ? []
      : [
          `Run \`${subject.run}\`, profile \`${subject.profile}\`, tier ${subject.tier}: **${subject.verdict}**.`,
          '',
        ]),
    ...DELIVERABLES.flatMap((deliverable) => [
      `## ${deliverable.title}`,
      '',
      deliverable.what,
      '',
      ...(deliverable.commands.length === 0
        ? ['No command can verify it: people look.', '']
        : ['```sh', ...deliverable.commands, '```', '']),
      ...linesOf(deliverable, lines).map((line) => {
        const why = subject === undefined ? '' : ` **${WORDS[line.state]}**: ${line.why}.`;
        return `- ${box(line.state)} \`${line.id}\` ${line.title}. ${shown(line)}${why}`;
      }),
      '',
    ]),
    '## Three proofs, kept apart',
    '',
    'A proof of one tier says nothing of another. Receipts name the tier in every property.',
    '',
    '| Tier | What a passed proof shows | What it does not show | Command |',
    '| --- | --- | --- | --- |',
    ...PROOF_TIERS.map(
      (tier) =>
        `| ${tier.title}${subject?.tier === tier.tier ? ' (this evidence)' : ''} | ${tier.proves} | ${tier.doesNotProve} | \`${tier.command}\` |`,
    ),
    '',
    '## Not part of the first paid pilot',
    '',
    ...NON_GOALS.map((goal) => `- ${goal}`),
  ];
}

const WORDS = { met: 'Shown', unmet: 'Not met', open: 'Open for a person' } as const;

function shown({ checks, shownBy, needed }: ChecklistLine): string {
  const by = checks === undefined ? shownBy : checks.map((check) => `\`${check}\``).join(', ');
  return `Shown by ${by}${needed ? ', needed' : ''}.`;
}

function tierState(tier: ProofTier, subject: ChecklistSubject | undefined): ChecklistLine['state'] {
  if (subject?.tier !== tier.tier) return 'open';
  return subject.verdict === 'PASSED' || subject.verdict === 'WARNED' ? 'met' : 'unmet';
}
