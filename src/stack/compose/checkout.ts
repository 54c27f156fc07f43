import { lstat, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LOCAL_DEFAULTS } from '../../contract/local-defaults.ts';
import type { Host } from '../../host/host.ts';
import { readSmallFile } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { dotenvEntries } from '../dotenv-lines.ts';
import type { ComposeSettings } from '../profile-runtime.ts';
import type { Profile } from '../profile-schema.ts';
import type { StackChoices } from '../stack-choices.ts';
import type { ComposeInvocation } from './compose-command.ts';

/** Most bytes of an environment file. */
const ENV_FILE_LIMIT = 1024 * 1024;

/** A checkout as the commands will run it, with the settings that Compose will interpolate. */
export interface Checkout {
  readonly invocation: ComposeInvocation;
  /** Value of a setting as Compose sees it: environment, then environment file, then default; empty counts as unset. */
  setting(key: string): string;
  /** What the environment file alone says. */
  readonly written: ReadonlyMap<string, string>;
}

/** Absolute path of the folder in which the checkout is looked for; it need not be one. */
export function checkoutFolder(choices: StackChoices, host: Host): string {
  return resolve(host.cwd, choices.checkout ?? '.');
}

/**
 * Finds out how the project of a checkout is called up; nothing is run.
 * @throws SetupError `ST-CHECKOUT-MISSING`, `ST-ENV-UNREADABLE`
 */
export async function openCheckout(
  profile: Profile,
  settings: ComposeSettings,
  choices: StackChoices,
  host: Host,
): Promise<Checkout> {
  const checkout = checkoutFolder(choices, host);
  await demandFolder(checkout);
  const files = composeFiles(settings, choices, host);
  for (const file of files) await demandFile(checkout, file);
  const envFile = await environmentFile(checkout, settings, choices, host);
  const fromFile =
    envFile === undefined ? new Map<string, string>() : await assignments(resolve(checkout, envFile));
  const setting = (key: string): string =>
    firstFilled(host.env[key], fromFile.get(key), defaultOf(profile, key));
  const activeProfiles = unique([
    ...(choices.composeProfiles ?? []),
    ...setting('COMPOSE_PROFILES')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ]);
  const known = profile.services.flatMap(({ composeProfile }) => composeProfile ?? []);
  return {
    invocation: {
      checkout,
      files,
      envFile,
      projectName: choices.projectName,
      activeProfiles,
      allProfiles: unique([...activeProfiles, ...known]),
    },
    setting,
    written: fromFile,
  };
}

/** Names on the command line are relative to where the program was started, those of the profile to the checkout. */
function composeFiles(settings: ComposeSettings, choices: StackChoices, host: Host): readonly string[] {
  if (choices.composeFiles !== undefined && choices.composeFiles.length > 0) {
    return choices.composeFiles.map((file) => resolve(host.cwd, file));
  }
  return firstFilled(host.env.COMPOSE_FILE) === '' ? settings.files : [];
}

/** `--env-file`, then the variable that the stack's own tests use, then the first of the profile that is there. */
async function environmentFile(
  checkout: string,
  settings: ComposeSettings,
  choices: StackChoices,
  host: Host,
): Promise<string | undefined> {
  const asked = choices.envFile ?? firstFilled(host.env.BUS_LOCAL_AI_PLATFORM_ENV_FILE);
  if (asked !== '') {
    const path = resolve(host.cwd, asked);
    if (!(await isThere(path))) throw new SetupError('ST-ENV-UNREADABLE', `${asked}: no such file`);
    return path;
  }
  for (const name of settings.envFiles) if (await isThere(join(checkout, name))) return name;
  return undefined;
}

async function assignments(path: string): Promise<ReadonlyMap<string, string>> {
  try {
    const entries = dotenvEntries(await readSmallFile(path, ENV_FILE_LIMIT));
    return new Map(entries.map(({ key, value }) => [key, value]));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
    throw new SetupError('ST-ENV-UNREADABLE', `${path}: ${code}`, { cause: error });
  }
}

async function demandFolder(path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory() !== true) throw new SetupError('ST-CHECKOUT-MISSING', `${path} is no folder`);
}

async function demandFile(checkout: string, file: string): Promise<void> {
  if (await isThere(resolve(checkout, file))) return;
  throw new SetupError('ST-CHECKOUT-MISSING', `there is no ${file} in ${checkout}`);
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

function defaultOf(profile: Profile, key: string): string | undefined {
  const defaults: Readonly<Record<string, { readonly value: string }>> = LOCAL_DEFAULTS;
  const published = Object.hasOwn(defaults, key) ? defaults[key]?.value : undefined;
  return profile.environment.find((entry) => entry.key === key)?.default ?? published;
}

function firstFilled(...values: readonly (string | undefined)[]): string {
  return values.find((value) => value !== undefined && value !== '') ?? '';
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
