import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Results } from '../../proof/report/results.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { FileMap } from '../bag/file-map.ts';
import { jsonOf } from '../verify/json-of.ts';
import { LIMITS } from '../verify/limits.ts';
import { readWhole } from '../verify/read-folder.ts';
import { readResults } from '../verify/read-results.ts';
import { readEvidence } from '../verify/verify-path.ts';

const pinsSchema = z.object({
  head: z.string().max(64),
  modules: z.array(z.object({ path: z.string().max(500), commit: z.string().max(64) })).max(10_000),
});
const routesSchema = z.array(z.object({ method: z.string().max(20), path: z.string().max(500) })).max(10_000);

/** A run as far as it can be compared. */
export interface ComparableRun {
  readonly results: Results;
  /** Commit by module, the checkout itself under `.`; only a bundle of a git checkout has them. */
  readonly pins: Readonly<Record<string, string>>;
  /** `METHOD path` of every route: of the catalog where a bundle has it, else of the calls that the checks made. */
  readonly routes: readonly string[];
}

/**
 * Reads a run: its folder, its evidence set, its bundle, or its `results.json`. Nothing is verified.
 * @param path absolute
 * @throws SetupError `EV-UNREADABLE`, `EV-NOT-EVIDENCE`, `EV-RESULTS-SHAPE`, `EV-HOSTILE-ARCHIVE`, `EV-TOO-LARGE`
 */
export async function readRun(path: string, signal: AbortSignal): Promise<ComparableRun> {
  const entry = await lstat(path).catch(() => undefined);
  if (entry?.isFile() === true && path.endsWith('.json'))
    return runOf(await readWhole(path, LIMITS.fileBytes));
  const inFolder = await readWhole(join(path, 'results.json'), LIMITS.fileBytes).catch(() => undefined);
  if (inFolder !== undefined) {
    const bundle = await readEvidence(join(path, 'bundle.tar.gz'), signal).catch(() => undefined);
    return runOf(inFolder, bundle?.files);
  }
  const { files } = await readEvidence(path, signal);
  const bytes = files.get('data/results.json') ?? files.get('proof/results.json');
  if (bytes === undefined) throw new SetupError('EV-RESULTS-SHAPE', 'there is no results.json');
  return runOf(bytes, files);
}

function runOf(bytes: Uint8Array, files: FileMap = new Map()): ComparableRun {
  const read = readResults(bytes);
  if ('fault' in read) throw new SetupError('EV-RESULTS-SHAPE', read.fault);
  return {
    results: read.results,
    pins: pinsIn(files),
    routes: routesIn(files) ?? calledRoutes(read.results),
  };
}

function pinsIn(files: FileMap): Record<string, string> {
  const bytes = files.get('stack/commit-pins.json');
  const pins = bytes === undefined ? undefined : jsonOf(bytes, pinsSchema);
  if (pins === undefined) return {};
  return Object.fromEntries([['.', pins.head], ...pins.modules.map(({ path, commit }) => [path, commit])]);
}

function routesIn(files: FileMap): readonly string[] | undefined {
  const bytes = files.get('stack/routes.json');
  const routes = bytes === undefined ? undefined : jsonOf(bytes, routesSchema);
  return routes?.map(({ method, path }) => `${method} ${path}`).sort();
}

function calledRoutes({ checks }: Results): readonly string[] {
  const called = checks.flatMap(({ exchanges }) =>
    exchanges.map(
      ({ method, url }) => `${method} ${url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/s, '')}`,
    ),
  );
  return [...new Set(called)].sort();
}
