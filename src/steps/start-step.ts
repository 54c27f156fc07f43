import { join } from 'node:path';
import { writePrivateFile } from '../host/private-files.ts';
import type { StackStatus } from '../stack/runtime.ts';
import { outputTrouble } from './output-trouble.ts';
import type { Step, StepContext } from './step.ts';

/** Starts the stack, or uses the one that runs, and shows each service on the way. */
export const startStep: Step = {
  id: 'start',
  async run(context, pass) {
    const { profile } = context.loaded;
    context.emit({
      type: 'step.started',
      step: 'start',
      title: 'Start',
      again: pass !== 'first',
      services: profile.services.map(({ id, role, summary }) => ({ service: id, role, summary })),
    });
    const started = await context.runtime.start({
      signal: context.signal,
      observer: {
        serviceChanged: (status) => context.emit({ type: 'service.changed', ...status }),
        logLine: (source, line) => context.emit({ type: 'log.line', source, line }),
      },
    });
    await recordStack(context, started.status);
    const { urls, instance } = started.status;
    context.emit({ type: 'stack.ready', started: started.started, urls: { ...urls }, instance });
    return { status: 'ok' };
  },
};

/** The run folder says which stack the run used: process id, addresses and log file. */
async function recordStack(context: StepContext, status: StackStatus): Promise<void> {
  const { pid, log, urls } = status;
  const record = { runtime: context.runtime.kind, pid, urls, log, folder: context.folder.stackFolder };
  const path = join(context.folder.folder, 'stack.json');
  await writePrivateFile(path, `${JSON.stringify(record, null, 2)}\n`).catch((error: unknown) => {
    throw outputTrouble(error);
  });
}
