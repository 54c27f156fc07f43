import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/**
 * Starts a Docker engine of its own, without network, waits until it answers, and stops it.
 * @param parent folder that it keeps everything in
 * @returns its address, where nobody answers any more
 * @throws Error when it cannot be started, which needs root
 */
export async function stoppedEngine(parent: string): Promise<string> {
  const folder = join(parent, 'engine');
  await mkdir(folder);
  const socket = join(folder, 'docker.sock');
  const places = ['--data-root', 'data', '--exec-root', 'exec', '--pidfile', 'docker.pid'].map((word) =>
    word.startsWith('-') ? word : join(folder, word),
  );
  const isolated = ['--bridge=none', '--iptables=false', '--ip-forward=false'];
  // In a network namespace of its own: an engine without a bridge removes the bridge that it finds, also that of others.
  const command = ['--net', 'dockerd', ...places, ...isolated, '--host', `unix://${socket}`];
  const engine = execa('unshare', command, { reject: false, all: true });
  let ended = false;
  engine.then(() => {
    ended = true;
  });
  const answers = async () =>
    existsSync(socket) &&
    (await execa('docker', ['--host', `unix://${socket}`, 'info'], { reject: false })).exitCode === 0;
  while (!ended && !(await answers())) await new Promise((resolve) => setTimeout(resolve, 100));
  if (ended) throw new Error(`dockerd: ${(await engine).all?.slice(-500)}`);
  engine.kill('SIGTERM');
  await engine;
  return `unix://${socket}`;
}
