import { join } from 'node:path';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { makePrivateFolder, writePrivateFile } from '../host/private-files.ts';
import { GRANTS } from '../proof/grants.ts';
import { shellWord } from '../proof/shell-word.ts';
import type { StackAccess } from '../stack/runtime.ts';
import { stackFolderOf } from '../steps/run-folder.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';

/** Seconds that the tokens are valid: long enough to go through a report, too short to be kept. */
const LIFETIME_SECONDS = 3_600;

/**
 * Writes the variables that the commands of a report refer to into a file of the stack folder that only the operator
 * can read, for `.` in a shell. Nothing secret is printed.
 * @param signal ends the work
 * @returns the exit code
 * @throws SetupError `ST-NOT-RUNNING`
 */
export async function writeCredentials(
  host: Host,
  console: { readonly out: LineOutput },
  flags: StackFlags,
  signal: AbortSignal,
): Promise<number> {
  const { runtime } = await openStack(host, flags);
  const access = await runtime.access(signal);
  const variables = await variablesOf(access);
  const folder = stackFolderOf(host, flags.output);
  await makePrivateFolder(folder);
  const path = join(folder, 'credentials.env');
  await writePrivateFile(
    path,
    variables.map(([name, value]) => `export ${name}=${shellWord([value])}\n`).join(''),
  );
  const names = variables.map(([name]) => name);
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, path, names, lifetimeSeconds: LIFETIME_SECONDS }));
    return 0;
  }
  console.out.line(`written   ${path}`);
  console.out.line(`holds     ${names.join(' ')}`);
  console.out.line(
    `next      . ${shellWord([path])}   then paste the commands of the report; the tokens are valid for an hour`,
  );
  return 0;
}

async function variablesOf(
  access: StackAccess,
): Promise<readonly (readonly [name: string, value: string])[]> {
  const variables: [string, string][] = [
    ['BUS_BASE_URL', access.gatewayUrl],
    ['BUS_PORTAL_TOKEN', access.portalToken],
    ['BUS_LOCAL_ACCOUNT_ID', access.accountId],
  ];
  for (const [name, { audience, scopes }] of Object.entries(GRANTS)) {
    const token = await access.token({ name, audience, scopes, ttlSeconds: LIFETIME_SECONDS });
    if (token !== undefined) variables.push([name, token.reveal()]);
  }
  if (access.internalKey !== undefined) {
    variables.push(['BUS_AUTH_INTERNAL_SHARED_KEY', access.internalKey.reveal()]);
  }
  if (access.stripeWebhookSecret !== undefined) {
    variables.push(['BUS_STRIPE_WEBHOOK_SECRET', access.stripeWebhookSecret.reveal()]);
  }
  return variables;
}
