import { execa } from 'execa';
import type { TestProject } from 'vitest/node';
import { type FixtureImages, fixtureImages, removeOldImages } from './images.ts';

/** Set where a missing engine is a failure and no reason to skip, as in CI. */
const REQUIRED = 'BUS_SETUP_REQUIRE_DOCKER';

declare module 'vitest' {
  interface ProvidedContext {
    /** Images of the fixture, or why there are none. */
    engine: { readonly images: FixtureImages } | { readonly missing: string };
  }
}

/**
 * Vitest global set-up: makes the images of the fixture, or says why the tests on a Docker engine are skipped.
 * @throws Error where the engine is required and missing
 */
export default async function setup({ provide }: TestProject): Promise<void> {
  const missing = await whyMissing();
  if (missing === undefined) {
    await removeOldImages();
    return provide('engine', { images: await fixtureImages() });
  }
  if (process.env[REQUIRED]) throw new Error(`tests on a Docker engine are required, and ${missing}`);
  process.stderr.write(`Tests on a Docker engine are skipped: ${missing}.\n`);
  provide('engine', { missing });
}

async function whyMissing(): Promise<string | undefined> {
  const ask = (...args: string[]) => execa('docker', args, { reject: false, timeout: 120_000 });
  if ((await ask('version')).exitCode !== 0) return 'no Docker engine answers';
  if ((await ask('compose', 'version')).exitCode !== 0) return 'Docker has no Compose plugin';
  return undefined;
}
