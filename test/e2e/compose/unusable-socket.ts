import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { cleanEnvironment, eventsOf, LAUNCHER } from '../program.ts';
import type { JsonRun, OpenCheckout } from './open-checkout.ts';

/** Takes from root what lets it pass by the modes of files. */
const LIKE_ANYBODY = [
  '--bounding-set=-dac_override,-dac_read_search',
  '--inh-caps=-dac_override,-dac_read_search',
];

/** Does the whole run on an engine whose socket this user may not open. */
export async function runWithoutSocket({ home, flags }: OpenCheckout): Promise<JsonRun> {
  const socket = join(home, 'docker.sock');
  const server = createServer((connection) => connection.destroy()).listen(socket);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  await chmod(socket, 0o000);
  const program = [process.execPath, LAUNCHER, '--ci', '--json', ...flags];
  const asRoot = process.getuid?.() === 0;
  const [command = '', ...args] = asRoot ? ['setpriv', ...LIKE_ANYBODY, ...program] : program;
  const { exitCode, stdout, stderr } = await execa(command, args, {
    cwd: home,
    env: cleanEnvironment(home, { DOCKER_HOST: `unix://${socket}` }),
    extendEnv: false,
    reject: false,
  });
  const events = eventsOf(stdout);
  const end = events.at(-1);
  if (end?.type !== 'run.finished') throw new Error(`the run has no end: ${stderr}`);
  return { code: exitCode ?? null, stdout, stderr, events, end };
}
