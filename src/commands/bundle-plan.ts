import { join, resolve } from 'node:path';
import { encryptBundle } from '../bundle/encrypt-bundle.ts';
import { type PreparedBundle, prepareBundle, preparedFiles } from '../bundle/prepare-bundle.ts';
import { type Absence, isLoss } from '../bundle/run-collectors.ts';
import { packBundle, type SealedBundle } from '../bundle/seal-bundle.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import type { Reason } from '../reasons/reason.ts';
import { createRedactor } from '../redact/redactor.ts';
import { latestRun, RUNS_FOLDER } from '../steps/run-folder.ts';
import { stackHost } from '../steps/stack-host.ts';
import { type BundleFlags, bundleChoices } from './bundle-flags.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';
import { tableLines } from './table.ts';

/** One file that would be in the bundle. */
interface PlannedFile {
  readonly path: string;
  readonly collector: string;
  readonly bytes: number;
  readonly redactions: number;
  readonly why: string;
  /** What was kept of a text that was cut. */
  readonly cut?: string;
}

/** One thing that would not be in the bundle. */
interface PlannedAbsence {
  /** Path, or undefined where a collector brought nothing at all. */
  readonly path?: string;
  readonly collector: string;
  /** True when support may miss it; false when there is nothing of the kind, or nobody wanted it. */
  readonly loss: boolean;
  readonly reason: Reason;
}

/** What a bundle would be. */
interface BundlePlan {
  /** Size of what would be written. */
  readonly bytes: number;
  readonly files: readonly PlannedFile[];
  readonly missing: readonly PlannedAbsence[];
}

/**
 * Shows what a bundle would hold, what not and why, and how large it would be, and writes nothing. The size is no guess:
 * the bundle is made, scanned and thrown away. The real one holds the journal of its own making on top.
 * @param signal ends the work
 * @returns the exit code
 * @throws SetupError as a bundle would, e.g. `BN-LEAK`
 */
export async function planBundle(
  host: Host,
  console: { readonly out: LineOutput },
  flags: StackFlags & BundleFlags,
  signal: AbortSignal,
): Promise<number> {
  const choices = await bundleChoices(flags, host);
  const { runtime, secrets } = await openStack(host, flags);
  const key = host.random(32);
  const redactor = createRedactor(secrets, { key });
  const prepared = await prepareBundle({
    host: await stackHost(host, runtime),
    runtime,
    folder: await folderOf(host, flags.output),
    results: [],
    redactor,
    logRedactor:
      choices.keepPersonalData === true
        ? redactor
        : createRedactor(secrets, { key, pseudonymise: true, machine: host.hostname }),
    secrets,
    signal,
    startedAt: host.now(),
    choices,
  });
  const sealed = await packBundle(prepared);
  const { gzip } = sealed.archive;
  const { recipients = [] } = choices;
  const bytes = (recipients.length === 0 ? gzip : await encryptBundle(gzip, recipients)).byteLength;
  const plan: BundlePlan = { bytes, files: plannedFiles(prepared), missing: plannedAbsences(prepared) };
  if (flags.json === true) console.out.line(JSON.stringify({ v: 1, ...plan }));
  else for (const line of planLines(plan, sealed)) console.out.line(line);
  return 0;
}

function plannedFiles(prepared: PreparedBundle): readonly PlannedFile[] {
  return preparedFiles(prepared).map(({ path, bytes, findings, why, cut, collector }) => ({
    path,
    collector,
    bytes: bytes.byteLength,
    redactions: findings.length,
    why,
    ...(cut === undefined ? {} : { cut }),
  }));
}

function plannedAbsences({ collections }: PreparedBundle): readonly PlannedAbsence[] {
  return collections.flatMap(({ collector: { id }, missing, reason }) => [
    ...(reason === undefined ? [] : [{ collector: id, loss: isLoss({ reason }), reason }]),
    ...missing.map((absence: Absence) => ({
      path: absence.path,
      collector: id,
      loss: isLoss(absence),
      reason: absence.reason,
    })),
  ]);
}

function planLines(
  { bytes, files, missing }: BundlePlan,
  { members }: Pick<SealedBundle, 'members'>,
): readonly string[] {
  const rows = files.map(({ path, bytes: size, redactions, why, cut }) => [
    path,
    String(size),
    String(redactions),
    cut === undefined ? why : `${why}; cut: ${cut}`,
  ]);
  const absent = missing.map(({ path, collector, reason }) => [
    path ?? collector,
    reason.id,
    reason.detail === undefined ? reason.sentence : `${reason.sentence} ${reason.detail}`,
  ]);
  const steps = new Set(
    missing.filter(({ loss }) => loss).map(({ reason }) => `${reason.id}: ${reason.next}`),
  );
  return [
    ...tableLines([['PATH', 'BYTES', 'REDACTED', 'WHY'], ...rows]),
    '',
    ...(absent.length === 0 ? [] : [...tableLines([['NOT IN IT', 'REASON', 'WHY'], ...absent]), '']),
    ...[...steps].map((step) => `next  ${step}`),
    ...(steps.size === 0 ? [] : ['']),
    `would write about ${bytes} bytes, ${members.length} files; nothing was written`,
  ];
}

/** The folder that a bundle would be made of; it is not made. */
async function folderOf(host: Host, output: string | undefined): Promise<string> {
  if (output !== undefined) return resolve(host.cwd, output);
  const root = join(host.cwd, RUNS_FOLDER);
  return (await latestRun(root)) ?? root;
}
