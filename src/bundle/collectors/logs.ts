import { reason } from '../../reasons/catalog.ts';
import type { CollectedFile, Collector, CollectorContext, MissingFile } from '../collector.ts';
import { withDeadline } from '../deadline.ts';
import { linesSince } from '../since.ts';
import { plainLine, tailAtLineBorder } from '../tail-lines.ts';
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
  async collect(context) {
    const services = context.runtime.profile.services.filter(({ role }) => role !== 'skipped');
    return Promise.all(services.map(({ id }) => logOf(context, id)));
  },
};

async function logOf(context: CollectorContext, service: string): Promise<CollectedFile | MissingFile> {
  const { host, runtime, signal } = context;
  const place = { path: `logs/${service}.log`, volatile: true } as const;
  try {
    const lines = await withDeadline(host, SERVICE_DEADLINE_MS, signal, (inner) =>
      runtime.logs(service, LINES, inner),
    );
    if (lines.length === 0)
      return { ...place, reason: reason('BN-NOT-THERE', `${service} has written no log`) };
    const kept = linesSince(lines, context.since);
    if (kept.length === 0)
      return { ...place, reason: reason('BN-NOT-THERE', `${service} has logged nothing since then`) };
    const text = kept.map((line) => `${plainLine(line)}\n`).join('');
    const bytes = tailAtLineBorder(Buffer.from(text), Math.min(CAP_BYTES, context.textBytes ?? CAP_BYTES));
    return { ...place, bytes, why: `the last lines of the log of ${service}` };
  } catch (error) {
    signal.throwIfAborted();
    return { ...place, reason: whyMissing(error) };
  }
}
