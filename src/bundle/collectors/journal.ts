import { SetupError } from '../../reasons/setup-error.ts';
import type { CollectedFile, Collector, CollectorContext, MissingFile } from '../collector.ts';
import { readRunFile } from '../read-run-file.ts';
import { JOURNAL_NAMES, journalNames } from '../run-journals.ts';
import { linesSince } from '../since.ts';
import { cutNotice, lastKibibytes, lastLines } from '../tail-lines.ts';
import { whyMissing } from '../why-missing.ts';

const CAP_BYTES = 4 * 1024 * 1024;

/** What the run did, event by event. Every event has its time, so it is volatile. */
export const journalCollector: Collector = {
  id: 'journal',
  title: 'Journal of the run',
  deadlineMs: 15_000,
  capBytes: CAP_BYTES + 1024,
  paths: () => JOURNAL_NAMES.map((name) => `run/${name}`),
  async collect(context) {
    const names = await journalNames(context.folder);
    if (names.length === 0) throw new SetupError('BN-NOT-THERE', 'no journal in the run folder');
    return Promise.all(names.map((name) => fileOf(context, name)));
  },
};

async function fileOf(context: CollectorContext, name: string): Promise<CollectedFile | MissingFile> {
  const place = { path: `run/${name}`, volatile: true } as const;
  try {
    // One byte more than is kept: it tells whether the kept part starts at a line border.
    const { bytes, source, cut: grown } = await readRunFile(context.folder, name, CAP_BYTES + 1);
    const tail = lastLines(bytes, CAP_BYTES);
    const kept = eventsSince(tail, context.since);
    const limits = [
      ...(context.since === undefined || kept.byteLength === tail.byteLength
        ? []
        : [`since ${context.since.toISOString()}`]),
      ...(grown || tail.byteLength < bytes.byteLength ? [lastKibibytes(CAP_BYTES)] : []),
    ];
    const file = { ...place, source, why: 'what the run did, event by event' };
    if (limits.length === 0) return { ...file, bytes: kept };
    const cut = limits.join(', ');
    return { ...file, cut, bytes: Buffer.concat([Buffer.from(cutNotice(place.path, cut)), kept]) };
  } catch (error) {
    return { ...place, reason: whyMissing(error) };
  }
}

/** Every event of the journal has its time in `at`. */
function eventsSince(bytes: Uint8Array, since: Date | undefined): Uint8Array {
  if (since === undefined) return bytes;
  return Buffer.from(linesSince(Buffer.from(bytes).toString('utf8').split('\n'), since).join('\n'));
}
