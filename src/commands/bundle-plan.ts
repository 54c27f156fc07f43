import { join, resolve } from 'node:path';
import { prepareBundle, preparedFiles } from '../bundle/prepare-bundle.ts';
import { packBundle } from '../bundle/seal-bundle.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { createRedactor } from '../redact/redactor.ts';
import { latestRun, RUNS_FOLDER } from '../steps/run-folder.ts';
import { type BundleFlags, bundleChoices } from './bundle-flags.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';
import { tableLines } from './table.ts';

/**
 * Shows what a bundle would hold and how large it would be, and writes nothing. The size is no guess: the bundle is
 * made, scanned and thrown away.
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
    host,
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
  const { archive, overSize } = await packBundle(prepared);
  const left = new Set(overSize);
  const files = preparedFiles(prepared).map(({ path, bytes, findings, why, collector }) => ({
    path,
    collector,
    bytes: bytes.byteLength,
    redactions: findings.length,
    why,
    included: !left.has(path),
  }));
  const bytes = archive.gzip.byteLength;
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, bytes, files }));
    return 0;
  }
  const rows = files.map((file) => [
    file.path,
    String(file.bytes),
    String(file.redactions),
    file.included ? file.why : 'left out: over the size',
  ]);
  for (const line of tableLines([['PATH', 'BYTES', 'REDACTED', 'WHY'], ...rows])) console.out.line(line);
  console.out.line('');
  console.out.line(`would write ${bytes} bytes; nothing was written`);
  return 0;
}

/** The folder that a bundle would be made of; it is not made. */
async function folderOf(host: Host, output: string | undefined): Promise<string> {
  if (output !== undefined) return resolve(host.cwd, output);
  const root = join(host.cwd, RUNS_FOLDER);
  return (await latestRun(root)) ?? root;
}
