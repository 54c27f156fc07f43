import { lstat, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ChecklistLine,
  type ChecklistSubject,
  checklistMarkdown,
  checklistText,
  linesOf,
} from '../catalog/checklist-text.ts';
import { DELIVERABLES, NON_GOALS, PROOF_TIERS } from '../catalog/deliverables.ts';
import { CHECKLIST } from '../evidence/accept/checklist.ts';
import { walkChecklist } from '../evidence/accept/walk-checklist.ts';
import { readResults } from '../evidence/verify/read-results.ts';
import { readEvidence, type VerifyRequest, verifyRead } from '../evidence/verify/verify-path.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { plain } from '../proof/plain-text.ts';
import type { Results } from '../proof/report/results.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { EXIT } from '../steps/step.ts';
import { type TrustFlags, verifyRequest } from './verify.ts';

/** What `--format` takes. */
export const CHECKLIST_FORMATS = ['text', 'md', 'json'] as const;

/** Flags of `bus-setup checklist`. */
export interface ChecklistFlags extends TrustFlags {
  readonly format: string;
}

/** What was found in one piece of evidence. */
interface Walked {
  readonly lines: readonly ChecklistLine[];
  readonly results: Results | undefined;
}

/**
 * Prints the acceptance checklist, ticked from the evidence of a run when one is named. It writes nothing; the receipt
 * is what `bus-setup accept` writes.
 * @param path of a run folder, an evidence set, its archive, or a diagnostic bundle
 * @param signal ends the work
 * @returns 0, or 3 when the evidence speaks against a line or leaves one open that nothing can be accepted without
 * @throws SetupError `RN-USAGE`, `EV-…`
 */
export async function printChecklist(
  host: Host,
  console: { readonly out: LineOutput },
  path: string | undefined,
  flags: ChecklistFlags,
  signal: AbortSignal,
): Promise<number> {
  const wanted = flags.json === true ? 'json' : flags.format;
  const format = CHECKLIST_FORMATS.find((each) => each === wanted);
  if (format === undefined) {
    throw new SetupError('RN-USAGE', `--format takes ${CHECKLIST_FORMATS.join(', ')}, not ${flags.format}`);
  }
  const walked =
    path === undefined
      ? undefined
      : await walkRun(resolve(host.cwd, path), await verifyRequest(host, flags, signal));
  const lines = walked?.lines ?? openLines();
  const subject = walked === undefined ? undefined : subjectOf(walked.results);
  const inTheWay = lines.filter(({ state, needed }) => state === 'unmet' || (needed && state !== 'met'));
  const exitCode = walked === undefined || inTheWay.length === 0 ? EXIT.proven : EXIT.notProven;
  switch (format) {
    case 'json':
      console.out.line(JSON.stringify(documentOf(lines, subject, exitCode)));
      break;
    case 'md':
      for (const line of ['# Acceptance checklist', '', ...checklistMarkdown(lines, subject)])
        console.out.line(line);
      break;
    case 'text':
      for (const line of checklistText(lines, subject)) console.out.line(line);
  }
  return exitCode;
}

/** Every line of the checklist before any evidence was looked at. */
export function openLines(): readonly ChecklistLine[] {
  return CHECKLIST.map(({ judge: _, ...facts }) => ({
    ...facts,
    state: 'open',
    why: 'no evidence was given',
  }));
}

/** A run folder has two kinds of evidence, and each shows lines that the other cannot. */
async function walkRun(path: string, request: VerifyRequest): Promise<Walked> {
  const real = await realpath(path).catch(() => path);
  const bundle = join(real, 'bundle.tar.gz');
  const hasBundle = await lstat(bundle).then(
    (entry) => entry.isFile(),
    () => false,
  );
  const walked = [
    await walkEvidence(path, request).catch((error: unknown) => {
      // A run without evidence may still have a bundle.
      if (hasBundle && error instanceof SetupError && error.reason.id === 'EV-NOT-EVIDENCE') return undefined;
      throw error;
    }),
    hasBundle ? await walkEvidence(bundle, request) : undefined,
  ].filter((each) => each !== undefined);
  const [first] = walked;
  if (first === undefined) throw new SetupError('EV-NOT-EVIDENCE');
  const lines = first.lines.map((line, index) => strongest(walked.map((each) => each.lines[index] ?? line)));
  return { lines, results: walked.find(({ results }) => results !== undefined)?.results };
}

/** What speaks against a line weighs most, then what shows it. */
function strongest(lines: readonly ChecklistLine[]): ChecklistLine {
  const found =
    lines.find(({ state }) => state === 'unmet') ?? lines.find(({ state }) => state === 'met') ?? lines[0];
  if (found === undefined) throw new Error('a line was judged');
  return found;
}

async function walkEvidence(path: string, request: VerifyRequest): Promise<Walked> {
  const read = await readEvidence(path, request.signal);
  const verification = await verifyRead(read, request);
  const bytes = read.files.get('data/results.json') ?? read.files.get('proof/results.json');
  const found = bytes === undefined ? undefined : readResults(bytes);
  const results = found !== undefined && 'results' in found ? found.results : undefined;
  const lines = walkChecklist({ verification, results, files: read.files }).map(({ item, state, why }) => {
    const { judge: _, ...facts } = item;
    return { ...facts, state, why: plain(why) };
  });
  return { lines, results };
}

function subjectOf(results: Results | undefined): ChecklistSubject {
  return {
    tier: results?.profile.tier ?? 'unknown',
    profile: plain(results?.profile.id ?? 'unknown'),
    run: plain(results?.volatile.run ?? 'unknown'),
    verdict: results?.verdict ?? 'no results',
  };
}

function documentOf(
  lines: readonly ChecklistLine[],
  subject: ChecklistSubject | undefined,
  exitCode: number,
): Record<string, unknown> {
  const deliverables = DELIVERABLES.map((each) => ({ ...each, lines: linesOf(each, lines) }));
  return { v: 1, subject, deliverables, tiers: PROOF_TIERS, nonGoals: NON_GOALS, exitCode };
}
