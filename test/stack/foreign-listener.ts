import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that is not ours and listens on a port of 127.0.0.1. */
export interface ForeignListener {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const PROGRAM = `
  const server = require('node:http').createServer((request, response) => response.end('somebody else'));
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
`;

/** Starts one in a process of its own. */
export async function foreignListener(): Promise<ForeignListener> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [port] = (await once(child, 'message')) as [number];
  if (child.pid === undefined) throw new Error('no process');
  return {
    port,
    pid: child.pid,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
