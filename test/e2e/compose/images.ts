import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const RECIPES = fileURLToPath(new URL('fixture/images', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../../dist/embedded-service.js', import.meta.url));

/** Repository of every image that is made here. */
const REPOSITORY = 'bus-setup-fixture';

/** Label of every image that is made here, also of those that the fixture's compose file builds on them. */
const LABELLED = ['--filter', 'label=bus-setup-fixture'];

/** Image references for the fixture's compose file. */
export interface FixtureImages {
  /** Node and the bundled services. */
  readonly service: string;
  readonly postgres: string;
  readonly nginx: string;
  readonly mailhog: string;
}

/**
 * Makes the images of the fixture that the engine does not have yet. Their tags are hashes of all that goes into them, so
 * a tag that exists is right. Nothing is pulled.
 * @throws Error when a root file system cannot be made, which needs root and debootstrap
 */
export async function fixtureImages(): Promise<FixtureImages> {
  const root = await rootImage();
  const service = await build(
    'service',
    { ROOT: root },
    { node: process.execPath, 'embedded-service.js': BUNDLE },
  );
  const [postgres, nginx, mailhog] = await Promise.all([
    build('postgres', { ROOT: root }, { 'postgres-entrypoint.sh': join(RECIPES, 'postgres-entrypoint.sh') }),
    build('nginx', { ROOT: root }, {}),
    build('mailhog', { SERVICE: service }, {}),
  ]);
  return { service, postgres, nginx, mailhog };
}

/** Removes the images without a name that builds of a fixture checkout have left behind. */
export async function removeNamelessImages(): Promise<void> {
  await execa('docker', ['image', 'prune', '--force', ...LABELLED], { reject: false });
}

/** Removes images of earlier days; what a container uses stays, and what is still wanted is made again in seconds. */
export async function removeOldImages(): Promise<void> {
  const old = ['--all', '--filter', 'until=24h'];
  await execa('docker', ['image', 'prune', '--force', ...old, ...LABELLED], { reject: false });
}

async function rootImage(): Promise<string> {
  const recipe = join(RECIPES, 'make-root.sh');
  const tag = `${REPOSITORY}/root:${digest([await readFile(recipe)])}`;
  if (await exists(tag)) return tag;
  const tar = await cachedRoot(recipe, tag.slice(tag.indexOf(':') + 1));
  await execa('docker', ['import', '-', tag], { inputFile: tar });
  return tag;
}

async function cachedRoot(recipe: string, hash: string): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'bus-setup-fixture');
  const tar = join(folder, `root-${hash}.tar`);
  if (
    await stat(tar).then(
      () => true,
      () => false,
    )
  )
    return tar;
  await mkdir(folder, { recursive: true });
  const unfinished = `${tar}.${process.pid}`;
  try {
    const making = execa('bash', [recipe], { buffer: false, stderr: 'ignore' });
    await Promise.all([making, pipeline(making.stdout, createWriteStream(unfinished))]);
    await rename(unfinished, tar);
  } finally {
    await rm(unfinished, { force: true });
  }
  return tar;
}

/** Builds `<name>.Dockerfile` with the files beside it, unless its tag exists. */
async function build(
  name: string,
  args: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const dockerfile = join(RECIPES, `${name}.Dockerfile`);
  const parts = [await readFile(dockerfile), JSON.stringify(args)];
  for (const file of Object.values(files)) parts.push(await fileDigest(file));
  const tag = `${REPOSITORY}/${name}:${digest(parts)}`;
  if (await exists(tag)) return tag;
  const context = await mkdtemp(join(tmpdir(), 'bus-setup-image-'));
  try {
    for (const [target, file] of Object.entries(files)) await copyFile(file, join(context, target));
    const buildArgs = Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
    await execa('docker', ['build', '--quiet', '--tag', tag, '--file', dockerfile, ...buildArgs, context]);
  } finally {
    await rm(context, { recursive: true });
  }
  return tag;
}

async function exists(tag: string): Promise<boolean> {
  const { exitCode } = await execa('docker', ['image', 'inspect', tag], { reject: false, stdout: 'ignore' });
  return exitCode === 0;
}

async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function digest(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest('hex').slice(0, 16);
}
