import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Modules of the fixture: those behind the compose services and what they are built with. Each is a repository of its own. */
export const MODULES = [
  'bus-operator-token',
  'bus-api-provider-events',
  'bus-api',
  'bus-api-provider-auth',
  'bus-api-provider-notes',
  'bus-integration-notes',
  'bus-api-provider-usage',
  'bus-integration-usage',
  'bus-api-provider-billing',
  'bus-integration-billing',
  'bus-integration-stripe',
  'bus-api-provider-vm',
  'bus-api-provider-containers',
  'bus-integration-docker',
  'bus-integration-containers',
  'bus-integration-codex',
  'bus-agent',
  'bus-api-provider-llm',
  'bus-portal',
  'bus-portal-auth',
  'bus-portal-ai',
  'bus-portal-accounting',
  'bus-ui',
  'bus-integration-task',
  'bus-notes',
  'bus-containers',
  'bus-dev',
  'bus-events',
  'bus-integration',
] as const;

/** Who commits, and when: the same files give the same commit ids. */
const COMMITTER = {
  GIT_AUTHOR_NAME: 'Fixture',
  GIT_AUTHOR_EMAIL: 'fixture@example.invalid',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Fixture',
  GIT_COMMITTER_EMAIL: 'fixture@example.invalid',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/**
 * Runs git without the machine's own configuration.
 * @returns standard output without the last line end
 */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execa('git', args, { cwd: folder, env: COMMITTER });
  return stdout;
}

/**
 * Makes the checkout's folder a repository whose modules are pinned and checked out, as after
 * `git submodule update --init`.
 * @param folder has every tracked file of the checkout
 */
export async function commitWithModules(folder: string): Promise<void> {
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const module of MODULES) await commitModule(join(folder, module), module);
  const sections = MODULES.map(
    (name) =>
      `[submodule "${name}"]\n\tpath = ${name}\n\turl = git@github.com:busdk/${name}.git\n\tbranch = develop\n`,
  );
  await writeFile(join(folder, '.gitmodules'), sections.join(''));
  await git(folder, 'config', 'submodule.active', '.');
  await git(folder, '-c', 'advice.addEmbeddedRepo=false', 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'Fixture of a checkout');
}

async function commitModule(folder: string, name: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'go.mod'), `module github.com/busdk/${name}\n\ngo 1.26\n`);
  await git(folder, 'init', '--quiet', '--initial-branch=develop');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', `Fixture of ${name}`);
}
