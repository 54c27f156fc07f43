import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freePorts } from './free-ports.ts';
import { type FixtureImages, removeNamelessImages } from './images.ts';
import { commitWithModules } from './modules.ts';

const TRACKED = fileURLToPath(new URL('fixture/checkout', import.meta.url));

/** A checkout that can be started. */
export interface Checkout {
  /** Absolute path of the repository. */
  readonly folder: string;
  /** Compose project, which nobody else has. */
  readonly project: string;
  /** Ports on 127.0.0.1. */
  readonly ports: {
    readonly gateway: number;
    readonly postgres: number;
    readonly smtp: number;
    readonly mailhog: number;
  };
  /** Base URL of the gateway. */
  readonly gatewayUrl: string;
}

/**
 * Lays the fixture checkout: the repository with its pinned modules, and an `.env` of its own, as an operator makes it
 * from `.env.example`.
 * @param parent folder that the checkout is made in
 * @param settings more lines of the `.env`
 */
export async function layCheckout(
  parent: string,
  images: FixtureImages,
  settings: Readonly<Record<string, string>> = {},
): Promise<Checkout> {
  const folder = join(parent, 'busdk');
  await mkdir(folder);
  await cp(TRACKED, folder, { recursive: true });
  await commitWithModules(folder);
  const [gateway = 0, postgres = 0, smtp = 0, mailhog = 0] = await freePorts(4);
  const project = `bus-fixture-${randomBytes(4).toString('hex')}`;
  const own = {
    BUS_LOCAL_AI_PLATFORM_PROJECT_NAME: project,
    LOCAL_AI_PLATFORM_PORT: String(gateway),
    LOCAL_AI_PLATFORM_POSTGRES_PORT: String(postgres),
    LOCAL_AI_PLATFORM_SMTP_PORT: String(smtp),
    LOCAL_AI_PLATFORM_MAILHOG_PORT: String(mailhog),
    BUS_LOCAL_GO_IMAGE: images.service,
    BUS_LOCAL_POSTGRES_IMAGE: images.postgres,
    BUS_LOCAL_NGINX_IMAGE: images.nginx,
    BUS_LOCAL_MAILHOG_IMAGE: images.mailhog,
    BUS_LOCAL_CODEX_IMAGE: codexImage(project),
    BUS_CODEX_PROVIDER: 'static',
    BUS_LLM_BILLING_BACKEND: 'events',
    ...settings,
  };
  const checkout: Checkout = {
    folder,
    project,
    ports: { gateway, postgres, smtp, mailhog },
    gatewayUrl: `http://127.0.0.1:${gateway}`,
  };
  await set(checkout, own);
  return checkout;
}

/** Adds lines to the checkout's `.env`; the last line of a key counts. */
export async function set({ folder }: Checkout, settings: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  await writeFile(join(folder, '.env'), lines.join(''), { flag: 'a', mode: 0o600 });
}

/**
 * Changes a tracked file of the checkout.
 * @param find text that the file must have exactly once
 * @throws Error when it has not
 */
export async function edit(
  { folder }: Checkout,
  file: string,
  find: string,
  replacement: string,
): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} has not exactly one ${find}`);
  await writeFile(
    path,
    text.replace(find, () => replacement),
  );
}

/** Removes every container, network, volume and image of the checkout's project, and then its files. */
export async function removeCheckout({ folder, project }: Checkout): Promise<void> {
  const down = [
    'compose',
    '--project-name',
    project,
    'down',
    '--volumes',
    '--remove-orphans',
    '--timeout',
    '2',
  ];
  await execa('docker', down, { cwd: '/', stdout: 'ignore' });
  await execa('docker', ['image', 'rm', codexImage(project)], { reject: false });
  await removeNamelessImages();
  await rm(folder, { recursive: true, force: true });
}

/** The image that the compose file builds itself. */
function codexImage(project: string): string {
  return `bus-setup-fixture/codex:${project}`;
}
