import { createInterface } from 'node:readline';
import { type ProcessConfig, processConfig } from './process-config.ts';

/**
 * Waits for the process's configuration: the first IPC message, or the first line on standard input, whichever comes.
 * @returns the checked configuration
 * @throws ZodError or SyntaxError when it is not one; Error when there is no parent and standard input ends
 */
export async function readConfig(): Promise<ProcessConfig> {
  const found = Promise.withResolvers<unknown>();
  const onMessage = (message: unknown) => found.resolve(message);
  const lines = createInterface({ input: process.stdin });
  const onGone = () => found.reject(new Error('the parent has gone'));
  process.once('message', onMessage);
  process.once('disconnect', onGone);
  lines.once('line', (line) => {
    try {
      found.resolve(JSON.parse(line));
    } catch (error) {
      found.reject(error);
    }
  });
  lines.once('close', () => {
    if (!process.connected) found.reject(new Error('no configuration came'));
  });
  try {
    return processConfig.parse(await found.promise);
  } finally {
    process.off('message', onMessage);
    process.off('disconnect', onGone);
    lines.close();
    process.stdin.destroy();
  }
}
