import { SetupError } from '../../reasons/setup-error.ts';
import type { CollectedFile, Collector, CollectorContext, MissingFile } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { readRunFile } from '../read-run-file.ts';
import { whyMissing } from '../why-missing.ts';

const CAP_BYTES = 16 * 1024 * 1024;

const FILES = [
  { name: 'results.json', why: 'every check with its verdict, reason and evidence' },
  { name: 'report.md', why: 'the report of the checks, for people' },
] as const;

/** Proof results and report, byte for byte as the run wrote them. */
export const resultsCollector: Collector = {
  id: 'results',
  title: 'Proof results and report',
  deadlineMs: 15_000,
  capBytes: CAP_BYTES,
  paths: () => ['proof/results.json', 'proof/report.md', 'proof/checks.json'],
  async collect(context) {
    const found = await Promise.all(FILES.map(({ name, why }) => fileOf(context, name, why)));
    const written = found.some((file) => 'bytes' in file);
    if (written || context.results.length === 0) return found;
    // The proof ran and its files are gone or unreadable: what is in memory is still evidence.
    return [...found, jsonFile('proof/checks.json', context.results, 'the verdicts, as the run holds them')];
  },
};

async function fileOf(
  context: CollectorContext,
  name: string,
  why: string,
): Promise<CollectedFile | MissingFile> {
  const path = `proof/${name}`;
  try {
    const { bytes, source, cut } = await readRunFile(context.folder, name, CAP_BYTES);
    if (cut) throw new SetupError('BN-TOO-LARGE', name);
    return { path, bytes, source, why };
  } catch (error) {
    return { path, reason: whyMissing(error) };
  }
}
