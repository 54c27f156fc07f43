import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writePrivateFile } from '../host/private-files.ts';
import { resultsJson } from '../proof/report/make-results.ts';
import { renderMarkdown } from '../proof/report/markdown.ts';
import type { Results } from '../proof/report/results.ts';
import type { RunEventBody } from './events.ts';
import { outputTrouble } from './output-trouble.ts';
import { runResults } from './run-results.ts';
import type { StepContext } from './step.ts';

/** Results as they were written. */
export interface WrittenResults {
  readonly results: Results;
  /** Bytes of `results.json`. */
  readonly bytes: Uint8Array;
}

/**
 * Writes `results.json` and `report.md` of the run so far, each whole or not at all.
 * @returns undefined before there is anything to write
 * @throws SetupError `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`
 */
export async function writeReport(context: StepContext): Promise<WrittenResults | undefined> {
  const results = runResults(context.state(), context.selection, context.host.now());
  if (results === undefined) return undefined;
  const text = resultsJson(results);
  await write(context, 'results', 'results.json', text);
  await write(context, 'report', 'report.md', renderMarkdown(results));
  return { results, bytes: Buffer.from(text) };
}

async function write(
  context: StepContext,
  kind: Extract<RunEventBody, { type: 'artifact.written' }>['kind'],
  name: string,
  text: string,
): Promise<void> {
  const path = join(context.folder.folder, name);
  const bytes = Buffer.from(text);
  await writePrivateFile(path, bytes).catch((error: unknown) => {
    throw outputTrouble(error);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  context.emit({ type: 'artifact.written', kind, path, bytes: bytes.length, sha256 });
}
