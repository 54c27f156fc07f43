import type { LineOutput } from '../headless/output.ts';
import type { Check } from '../proof/check.ts';
import { isReasonId, REASONS, type ReasonId } from '../reasons/catalog.ts';
import { alternatives, nearestIds } from '../reasons/nearest-ids.ts';
import type { ReasonEntry } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { looksLikeSupportCode, type ReadSupportCode, readSupportCode } from '../reasons/support-code.ts';

/** What all ids of one kind begin with: `PF`, `ST`, `RN` … */
const KIND = /^([A-Z]{2})-?$/;
/** A screen of the wizard, as it calls itself. */
const SCREEN = /^S[1-6]$/;

/**
 * Prints what a reason means and what to do; what a support code says; what a check proves; the reasons of one kind (`PF`);
 * without any of them, the whole catalog.
 * @param words a reason id, a support code or a check id, whose groups may stand apart
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for what is none of them, with the nearest ones; `RN-CODE-MISTYPED`, `RN-CODE-NEWER`
 */
export async function explainReason(
  console: { readonly out: LineOutput },
  words: readonly string[],
  flags: { readonly json?: boolean },
): Promise<number> {
  const say = (lines: readonly string[]): number => {
    for (const line of lines) console.out.line(line);
    return 0;
  };
  const json = flags.json === true;
  const id = words.join('-');
  const wanted = id.toUpperCase();
  if (isReasonId(wanted)) return say(json ? [reasonJson(wanted)] : reasonLines(wanted));
  const kind = id === '' ? '' : KIND.exec(wanted)?.[1];
  const listed = kind === undefined ? [] : REASON_IDS.filter((each) => each.startsWith(kind));
  if (listed.length > 0) return say(listed.map(json ? reasonJson : reasonInList));
  const { CHECKS } = await import('../proof/checks/catalog.ts');
  const check = CHECKS.find((each) => each.id === id.toLowerCase());
  if (check !== undefined) return say(json ? [checkJson(check)] : checkLines(check));
  if (looksLikeSupportCode(id)) {
    const said = readSupportCode(id);
    return say(json ? [codeJson(said)] : codeLines(said));
  }
  if (SCREEN.test(wanted)) {
    throw new SetupError('RN-USAGE', `${wanted} is a screen of the wizard`, {
      next: `bus-setup screens ${wanted}`,
    });
  }
  const near = nearestIds(id, [...REASON_IDS, ...CHECKS.map((each) => each.id)]);
  const meant = near.length === 0 ? '' : ` Did you mean ${alternatives(near)}?`;
  throw new SetupError('RN-USAGE', `there is no reason ${id}.${meant}`, {
    next: near.length === 1 ? `bus-setup explain ${near[0]}` : 'bus-setup explain',
  });
}

const REASON_IDS = Object.keys(REASONS).filter(isReasonId);

function reasonLines(id: ReasonId): readonly string[] {
  const entry: ReasonEntry = REASONS[id];
  return [id, `  class  ${entry.class}`, `  what   ${entry.sentence}`, `  next   ${entry.next}`];
}

function reasonInList(id: ReasonId): string {
  return `${id.padEnd(30)}  ${REASONS[id].sentence}`;
}

function reasonJson(id: ReasonId): string {
  return JSON.stringify({ id, ...REASONS[id] });
}

function checkLines({ id, title, proves, doesNotProve }: Check): readonly string[] {
  return [
    id,
    `  check           ${title}`,
    `  proves          ${proves}`,
    `  does not prove  ${doesNotProve}`,
    `  run it          bus-setup proof --only ${id}`,
  ];
}

function checkJson({ id, title, proves, doesNotProve }: Check): string {
  return JSON.stringify({ id, title, proves, doesNotProve });
}

/** How a run ended, in words. */
const VERDICTS: Readonly<Record<string, string>> = {
  passed: 'proven: every required check passed',
  done: 'ended well; no proof was asked for',
  failed: 'not proven',
  refused: 'refused by preflight; nothing was started',
  incomplete: 'ended early; nothing is proven',
};

function codeLines({ verdict, profile, version, reasons, more }: ReadSupportCode): readonly string[] {
  const told = reasons.flatMap((id) => {
    const entry: ReasonEntry | undefined = isReasonId(id) ? REASONS[id] : undefined;
    if (entry === undefined) return ['', `  ${id}`, '    what  not known to this version'];
    return [
      '',
      `  ${id}`,
      `    class ${entry.class}`,
      `    what  ${entry.sentence}`,
      `    next  ${entry.next}`,
    ];
  });
  return [
    `verdict  ${verdict}: ${VERDICTS[verdict] ?? ''}`,
    `profile  ${profile === 'custom' ? 'custom: none of those that come with the program' : profile}`,
    `version  ${version}`,
    ...told,
    ...(more === 0 ? [] : ['', `  and ${more} more, in the report of the run`]),
  ];
}

function codeJson(said: ReadSupportCode): string {
  const { reasons, ...rest } = said;
  const told = reasons.map((id) => (isReasonId(id) ? { id, ...REASONS[id] } : { id }));
  return JSON.stringify({ v: 1, ...rest, reasons: told });
}
