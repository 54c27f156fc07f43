/*
 * The embedded stack's own process. It outlives whoever started it: the parent may go at any time, and so may its pipes.
 */
import { systemHost } from '../host/host.ts';
import { tellParent } from './process/parent-messages.ts';
import { readConfig } from './process/read-config.ts';
import { type RunningStack, runStack } from './process/run-stack.ts';

/** Milliseconds after which the process ends even if something in it does not. */
const STOP_LIMIT_MS = 2000;

// The name under which lists of processes and of listeners show it; Linux keeps fifteen characters.
process.title = 'bus-setup-stack';

const host = systemHost();
const stopping = Promise.withResolvers<void>();

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.resolve());
process.on('SIGHUP', () => undefined);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const stack = await start();
if (stack !== undefined) {
  tellParent({
    type: 'ready',
    gatewayPort: stack.gatewayPort,
    mailPort: stack.mailPort,
    controlPort: stack.controlPort,
  });
  await stopping.promise;
}
setTimeout(() => process.exit(), STOP_LIMIT_MS).unref();
await stack?.stop();
if (process.connected) process.disconnect();

async function start(): Promise<RunningStack | undefined> {
  try {
    const config = await readConfig();
    return await runStack(config, host, (line) => process.stdout.write(`${line}\n`), stopping.resolve);
  } catch (error) {
    process.exitCode = 1;
    const { code, message } = described(error);
    process.stdout.write(`${host.now().toISOString()} stack could not start: ${message}\n`);
    tellParent({ type: 'failed', code, message });
    return undefined;
  }
}

function described(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: 'SERVICE_FAILED', message: 'unknown error' };
  if (error.name === 'ZodError' || error.name === 'SyntaxError' || error.name === 'RangeError') {
    // A configuration holds secrets, and a parser's message may repeat a part of what it read.
    return { code: 'BAD_CONFIG', message: 'the configuration is not valid' };
  }
  const { code } = error as { code?: unknown };
  return { code: typeof code === 'string' ? code : 'SERVICE_FAILED', message: error.message.slice(0, 500) };
}
