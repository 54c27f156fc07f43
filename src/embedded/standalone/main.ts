/*
 * One service of the stack alone in this process: what a container of the compose stack runs.
 *
 *   embedded-service.js bus-llm           runs until SIGTERM
 *   embedded-service.js bus-local-token   writes the API token and ends
 *   embedded-service.js testing-agent     writes the API and the auth token and ends
 */
import { type LoneService, runService } from './run-service.ts';
import { writeLocalTokens } from './write-local-tokens.ts';

/** Milliseconds after which the process ends even if something in it does not. */
const STOP_LIMIT_MS = 2000;

const stopping = Promise.withResolvers<void>();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.resolve());
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const [name = process.env.SERVICE ?? ''] = process.argv.slice(2);
const service = await begin();
if (service !== undefined) await stopping.promise;
setTimeout(() => process.exit(), STOP_LIMIT_MS).unref();
await service?.stop();

async function begin(): Promise<LoneService | undefined> {
  try {
    if (name === 'bus-local-token') await writeLocalTokens('api', process.env);
    else if (name === 'testing-agent') await writeLocalTokens('api and auth', process.env);
    else return await runService(name, process.env, (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.exitCode = 1;
    const message = error instanceof Error ? error.message : 'unknown error';
    process.stderr.write(`${new Date().toISOString()} ${name} could not start: ${message}\n`);
  }
  return undefined;
}
