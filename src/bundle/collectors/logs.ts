import { reason } from '../../reasons/catalog.ts';
import type { CollectedFile, Collector, CollectorContext, MissingFile } from '../collector.ts';
import { withDeadline } from '../deadline.ts';
import { linesSince } from '../since.ts';
import { cutNotice, lastKibibytes, lastLines, plainLine } from '../tail-lines.ts';
import { whyMissing } from '../why-missing.ts';

/** Most lines of one service's log. */
const LINES = 2_000;
/** Most bytes of one service's log. */
const CAP_BYTES = 256 * 1024;
/** Milliseconds for one service: shorter than the collector's own, so that one that hangs does not take the others. */
const SERVICE_DEADLINE_MS = 15_000;

/** The last lines of each service's log. They hold times, so they are volatile. */
export const logsCollector: Collector = {
  id: 'logs',
  title: 'Logs',
  deadlineMs: 30_000,
  capBytes: CAP_BYTES + 1024,
  paths: ({ services }) => services.map(({ id }) => `logs/${id}.log`),
  async collect(context) {
    const services = context.runtime.profile.services.filter(({ role }) => role !== 'skipped');
    return Promise.all(services.map(({ id }) => logOf(context, id)));
  },
};

async function logOf(context: CollectorContext, service: string): Promise<CollectedFile | MissingFile> {
  const { host, runtime, signal, since } = context;
  const place = { path: `logs/${service}.log`, volatile: true } as const;
  try {
    // One line more than is kept: it tells whether there are older ones.
    const lines = await withDeadline(host, SERVICE_DEADLINE_MS, signal, (inner) =>
      runtime.logs(service, LINES + 1, inner),
    );
    if (lines.length === 0)
      return { ...place, reason: reason('BN-NOT-THERE', `${service} has written no log`) };
    const last = lines.slice(-LINES);
    const kept = linesSince(last, since);
    if (kept.length === 0)
      return { ...place, reason: reason('BN-NOT-THERE', `${service} has logged nothing since then`) };
    const text = Buffer.from(kept.map((line) => `${plainLine(line)}\n`).join(''));
    const tail = lastLines(text, CAP_BYTES);
    const limits = [
      ...(since === undefined || kept.length === last.length ? [] : [`since ${since.toISOString()}`]),
      ...(lines.length > LINES ? [`the last ${LINES} lines`] : []),
      ...(tail.byteLength < text.byteLength ? [lastKibibytes(CAP_BYTES)] : []),
    ];
    const file = { ...place, why: `the last lines of the log of ${service}` };
    if (limits.length === 0) return { ...file, bytes: tail };
    const cut = limits.join(', ');
    return { ...file, cut, bytes: Buffer.concat([Buffer.from(cutNotice(place.path, cut)), tail]) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...place, reason: whyMissing(error) };
  }
}
