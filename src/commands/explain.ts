import type { LineOutput } from '../headless/output.ts';
import { isReasonId, REASONS } from '../reasons/catalog.ts';
import { didYouMeanQuestion } from '../reasons/did-you-mean.ts';
import type { ReasonEntry } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { looksLikeSupportCode, type ReadSupportCode, readSupportCode } from '../reasons/support-code.ts';

/**
 * Prints what a reason means and what to do; what a support code says; without either, the whole catalog.
 * @param words a reason id, or a support code, whose groups may stand apart
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for an id that is not in the catalog, `RN-CODE-MISTYPED`, `RN-CODE-NEWER`
 */
export async function explainReason(
  console: { readonly out: LineOutput },
  words: readonly string[],
  flags: { readonly json?: boolean },
): Promise<number> {
  const catalog: Readonly<Record<string, ReasonEntry>> = REASONS;
  const id = words.join('-');
  if (looksLikeSupportCode(id)) {
    const said = readSupportCode(id);
    for (const line of flags.json === true ? [codeJson(said)] : codeLines(said)) console.out.line(line);
    return 0;
  }
  if (id === '') {
    for (const [each, entry] of Object.entries(catalog)) {
      console.out.line(
        flags.json === true
          ? JSON.stringify({ id: each, ...entry })
          : `${each.padEnd(30)}  ${entry.sentence}`,
      );
    }
    return 0;
  }
  const wanted = id.toUpperCase();
  if (!isReasonId(wanted)) {
    const meant = didYouMeanQuestion(id.toUpperCase(), Object.keys(REASONS));
    throw new SetupError('RN-USAGE', `there is no reason ${id}.${meant}`, { next: 'bus-setup explain' });
  }
  const entry = REASONS[wanted];
  if (flags.json === true) {
    console.out.line(JSON.stringify({ id: wanted, ...entry }));
    return 0;
  }
  console.out.line(wanted);
  console.out.line(`  class  ${entry.class}`);
  console.out.line(`  what   ${entry.sentence}`);
  console.out.line(`  next   ${entry.next}`);
  return 0;
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
