import { stat } from 'node:fs/promises';
import { COLLECTORS } from '../bundle/collectors.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import { proofResults } from './run-results.ts';
import type { Step } from './step.ts';

/** Writes the diagnostic bundle, whatever became of the steps before. */
export const bundleStep: Step = {
  id: 'bundle',
  async run(context, pass) {
    context.emit({
      type: 'step.started',
      step: 'bundle',
      title: 'Bundle',
      again: pass !== 'first',
      collectors: COLLECTORS.map(({ id, title }) => ({ id, title })),
    });
    const written = await writeBundle({
      host: context.host,
      runtime: context.runtime,
      folder: context.folder.folder,
      results: proofResults(context.state()),
      redactor: context.redactor,
      secrets: context.secrets,
      signal: context.signal,
      startedAt: new Date(context.state().run?.at ?? context.host.now()),
      observer: {
        collectorFinished: (finished) =>
          context.emit({ ...finished, type: 'collector.finished', files: [...finished.files] }),
      },
    });
    const { size } = await stat(written.path);
    context.emit({
      type: 'artifact.written',
      kind: 'bundle',
      path: written.path,
      bytes: size,
      sha256: written.sha256,
    });
    return { status: 'ok' };
  },
};
