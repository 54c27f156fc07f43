import { resolve } from 'node:path';
import { CHECKLIST } from '../evidence/accept/checklist.ts';
import { receiptOf } from '../evidence/accept/receipt.ts';
import { type JudgedItem, obstacles, walkChecklist } from '../evidence/accept/walk-checklist.ts';
import { writeReceipt } from '../evidence/accept/write-receipt.ts';
import { readResults } from '../evidence/verify/read-results.ts';
import { readEvidence, verifyRead } from '../evidence/verify/verify-path.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { plain } from '../proof/plain-text.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';
import { type TrustFlags, verifyRequest } from './verify.ts';

/** Flags of `bus-setup accept`. */
export interface AcceptFlags extends TrustFlags {
  /** Public key file of the buyer; `ssh-keygen` signs with its private half. */
  readonly signWith?: string;
  /** Folder for the receipt. */
  readonly output?: string;
  /** Ids of open lines that the buyer answers for. */
  readonly signOff?: readonly string[];
}

/**
 * Walks the acceptance checklist and, when nothing stands in the way, writes the buyer's receipt.
 * @param path of an evidence set, its archive, or a diagnostic bundle
 * @param signal ends the work
 * @returns 0 with a receipt, or without one when no key was named; 3 when something stands in the way
 * @throws SetupError `EV-…`, `RN-USAGE`, `RN-OUTPUT-UNUSABLE`
 */
export async function acceptCommand(
  host: Host,
  console: { readonly out: LineOutput },
  path: string,
  flags: AcceptFlags,
  signal: AbortSignal,
): Promise<number> {
  const signedOff = signedOffIds(flags.signOff ?? []);
  const request = await verifyRequest(host, flags, signal);
  const read = await readEvidence(resolve(host.cwd, path), request.signal);
  const verification = await verifyRead(read, request);
  const bytes = read.files.get('data/results.json') ?? read.files.get('proof/results.json');
  const found = bytes === undefined ? undefined : readResults(bytes);
  const results = found !== undefined && 'results' in found ? found.results : undefined;
  const acceptance = { verification, results, files: read.files };
  const judged = walkChecklist(acceptance);
  const inTheWay = obstacles(judged);
  const receipt = receiptOf(acceptance, judged, signedOff, host.now());
  const written =
    inTheWay.length > 0 || !verification.sound || flags.signWith === undefined
      ? undefined
      : await writeReceipt(host, receipt, {
          folder: resolve(host.cwd, flags.output ?? '.'),
          publicKeyPath: resolve(host.cwd, flags.signWith),
          signal: request.signal,
        });
  const exitCode = inTheWay.length > 0 || !verification.sound ? EXIT.notProven : EXIT.proven;
  if (flags.json === true) {
    const lines = judged.map(({ item, state, why }) => ({ id: item.id, title: item.title, state, why }));
    const document = { v: 1, checklist: lines, receipt: written, exitCode };
    console.out.line(safeText(JSON.stringify(document)));
    return exitCode;
  }
  for (const line of checklistLines(judged, signedOff)) console.out.line(line);
  if (written !== undefined) {
    console.out.line(`receipt  ${written.path}  signed with ${written.fingerprint}`);
  } else if (exitCode === EXIT.proven) {
    console.out.line('No receipt was written: name your key with --sign-with KEY.pub.');
  } else {
    console.out.line(`No receipt was written: ${inTheWay.map(({ item }) => item.id).join(', ')}.`);
  }
  return exitCode;
}

function checklistLines(judged: readonly JudgedItem[], signedOff: readonly string[]): readonly string[] {
  return judged.flatMap(({ item, state, why }) => {
    const mark = { met: '[x]', unmet: '[!]', open: signedOff.includes(item.id) ? '[s]' : '[ ]' }[state];
    return [`${mark} ${item.id.padEnd(18)}  ${item.title}`, `${' '.repeat(24)}${plain(why, 300)}`];
  });
}

function signedOffIds(ids: readonly string[]): readonly string[] {
  const wanted = ids.map((id) => id.toUpperCase());
  const unknown = wanted.filter((id) => !CHECKLIST.some((item) => item.id === id));
  if (unknown.length > 0) {
    const known = CHECKLIST.map(({ id }) => id).join(', ');
    throw new SetupError('RN-USAGE', `--sign-off does not know ${unknown.join(', ')}; there are ${known}`);
  }
  return wanted;
}
