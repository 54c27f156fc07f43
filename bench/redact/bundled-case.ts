import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';

/** Runs a bundled case in a process of its own. Gives its lines. */
export type BundledRun = (args: readonly string[]) => Promise<readonly string[]>;

/**
 * Bundles a case as the product is bundled: what loads TypeScript would be in the memory and the start that are measured.
 * @param source absolute path of the case
 * @param program where the bundle goes; the name ends in `.mjs`
 */
export async function bundleCase(source: string, program: string): Promise<void> {
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

/**
 * Bundles a case for some runs.
 * @param source absolute path of the case
 */
export async function withBundled<T>(source: string, use: (run: BundledRun) => Promise<T>): Promise<T> {
  const place = await mkdtemp(join(tmpdir(), 'bus-setup-bench-'));
  const program = join(place, 'case.mjs');
  try {
    await bundleCase(source, program);
    return await use(async (args) => {
      const { stdout } = await execa(process.execPath, [program, ...args]);
      return stdout.split('\n');
    });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
