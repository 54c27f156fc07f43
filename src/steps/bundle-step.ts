import { COLLECTORS } from '../bundle/collectors.ts';
import { type PreparedBundle, prepareBundle } from '../bundle/prepare-bundle.ts';
import { sealBundle } from '../bundle/seal-bundle.ts';
import { reason } from '../reasons/catalog.ts';
import { createRedactor } from '../redact/redactor.ts';
import { previewOf } from './bundle-preview.ts';
import { proofResults } from './run-results.ts';
import { sealQuestion } from './seal-question.ts';
import { stackHost } from './stack-host.ts';
import type { Step, StepContext } from './step.ts';

/**
 * Writes the diagnostic bundle, whatever became of the steps before. Until the operator has agreed to the exact bytes
 * it exists in memory only.
 */
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
    const prepared = await prepare(context);
    const { sealed, leftOut } = await consent(context, prepared);
    if (!sealed) return { status: 'skipped', reason: reason('BN-LEFT-OUT') };
    const written = await sealBundle(prepared, leftOut);
    context.emit({
      type: 'artifact.written',
      kind: 'bundle',
      path: written.path,
      bytes: written.bytes,
      sha256: written.sha256,
    });
    return { status: 'ok' };
  },
};

async function prepare(context: StepContext): Promise<PreparedBundle> {
  const { bundleChoices, redactionKey, secrets } = context;
  return await prepareBundle({
    host: await stackHost(context.host, context.runtime),
    runtime: context.runtime,
    folder: context.folder.folder,
    results: proofResults(context.state()),
    redactor: context.redactor,
    logRedactor:
      bundleChoices.keepPersonalData === true
        ? context.redactor
        : createRedactor(secrets, {
            key: redactionKey,
            pseudonymise: true,
            machine: context.host.hostname,
          }),
    key: redactionKey,
    secrets,
    signal: context.signal,
    startedAt: new Date(context.state().run?.at ?? context.host.now()),
    choices: bundleChoices,
    observer: {
      collectorFinished: (finished) =>
        context.emit({ ...finished, type: 'collector.finished', files: [...finished.files] }),
      progress: (stage, done, of) => context.emit({ type: 'bundle.progress', stage, done, of }),
    },
  });
}

/** What the operator agreed to. It is kept here and not read from events, which are for those who watch. */
async function consent(
  context: StepContext,
  prepared: PreparedBundle,
): Promise<{ readonly sealed: boolean; readonly leftOut: ReadonlySet<string> }> {
  const leftOut = new Set<string>();
  context.offerPreview(
    previewOf(prepared, (path, included) => {
      if (included) leftOut.delete(path);
      else leftOut.add(path);
      context.emit({ type: 'file.selected', path, included });
    }),
  );
  try {
    const answer = await context.ask(sealQuestion());
    return { sealed: answer === 'seal', leftOut };
  } finally {
    context.offerPreview(undefined);
  }
}
