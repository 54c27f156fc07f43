import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Probe } from '../probe.ts';
import { gitlinks } from './gitlinks.ts';

/** Most modules that one detail names. */
const TOLD = 12;

/** The modules from which the services are compiled are there. */
export const checkoutComplete: Probe = {
  id: 'checkout-modules',
  title: 'The modules of the checkout are there',
  required: true,
  proves: 'Every module of the profile that the checkout pins has been fetched.',
  doesNotProve: 'That what was fetched is the pinned commit.',
  deadlineMs: 20_000,
  command: () => 'git submodule status',
  async run({ loaded, workspace, host, signal }) {
    const links = await gitlinks(workspace, host, signal);
    if (links === undefined) return { status: 'SKIP', reason: 'PF-PINS-UNREADABLE' };
    const needed = new Set(loaded.profile.services.map(({ module }) => module));
    if (loaded.profile.runtime.kind === 'compose') {
      for (const module of loaded.profile.runtime.modules ?? []) needed.add(module);
    }
    const empty: string[] = [];
    for (const { path } of links) if (await isEmpty(join(workspace, path))) empty.push(path);
    const missing = empty.filter((path) => needed.has(basename(path)));
    if (missing.length > 0) return { status: 'FAIL', reason: 'PF-MODULES-MISSING', detail: told(missing) };
    const unused = empty.length === 0 ? '' : `; ${empty.length} others that no service needs are not`;
    return { status: 'PASS', observed: `${links.length - empty.length} modules are there${unused}` };
  },
};

/** A module that was not fetched is an empty folder, or none. */
async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}

function told(paths: readonly string[]): string {
  const more = paths.length - TOLD;
  return `${paths.slice(0, TOLD).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
