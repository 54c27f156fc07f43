import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import type { BundlePreview } from '../../src/steps/bundle-preview.ts';
import { bundleStep } from '../../src/steps/bundle-step.ts';
import type { RunEventBody } from '../../src/steps/events.ts';
import type { Question } from '../../src/steps/question.ts';
import { EMPTY_RUN } from '../../src/steps/run-state.ts';
import { SEAL_QUESTION } from '../../src/steps/seal-question.ts';
import type { StepContext } from '../../src/steps/step.ts';
import { plainHost, type Scratch, scratch } from '../bundle/bundle-fixture.ts';
import { downRuntime } from '../bundle/fake-stack.ts';
import { readBundle } from '../bundle/read-bundle.ts';

let place: Scratch;

beforeEach(async () => {
  place = await scratch();
});

afterEach(() => place.remove());

type Operator = (question: Question, preview: BundlePreview) => Promise<string>;

/** A step context around a stack that is down; the operator answers as the test says. */
function stage(operator: Operator) {
  const emitted: RunEventBody[] = [];
  const secrets = new SecretRegistry();
  let preview: BundlePreview | undefined;
  const parts: Partial<StepContext> = {
    host: plainHost(place.folder),
    runtime: downRuntime(),
    secrets,
    redactor: createRedactor(secrets),
    folder: { folder: place.folder, stackFolder: place.folder },
    signal: new AbortController().signal,
    bundleChoices: {},
    redactionKey: Buffer.alloc(32, 1),
    state: () => EMPTY_RUN,
    emit: (body) => emitted.push(body),
    offerPreview: (offered) => {
      preview = offered;
    },
    ask: async (question) => {
      if (preview === undefined) throw new Error('nothing to look at');
      return operator(question, preview);
    },
  };
  // the bundle step uses nothing else of it
  return { emitted, context: parts as StepContext, preview: () => preview };
}

describe('the bundle step', () => {
  it('writes nothing before the operator has agreed, and then what was agreed to', async () => {
    const { context, emitted, preview } = stage(async (question, offered) => {
      expect(question.id).toBe(SEAL_QUESTION);
      expect(await readdir(place.folder)).toEqual([]);
      expect(offered.page('stack/profile.json', 0)?.lines[0]).toBe('{');
      expect(offered.page('no/such.file', 0)).toBeUndefined();
      offered.select('stack/profile.json', false);
      offered.select('stack/routes.json', false);
      offered.select('stack/routes.json', true);
      offered.select('no/such.file', false);
      return 'seal';
    });
    expect(await bundleStep.run(context, 'first')).toEqual({ status: 'ok' });
    expect(preview()).toBeUndefined();
    const selected = emitted.filter(({ type }) => type === 'file.selected');
    expect(selected).toHaveLength(3);
    const artifact = emitted.find((event) => event.type === 'artifact.written');
    const members = await readBundle(artifact?.path ?? '');
    expect(members.has('stack/profile.json')).toBe(false);
    expect(members.has('stack/routes.json')).toBe(true);
    expect(JSON.parse(members.get('manifest.json') ?? '').missing).toContainEqual(
      expect.objectContaining({
        path: 'stack/profile.json',
        reason: expect.objectContaining({ id: 'BN-LEFT-OUT' }),
      }),
    );
  });

  it('shows exactly the bytes that are sealed', async () => {
    let shown = '';
    const { context, emitted } = stage(async (_, offered) => {
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const page = offered.page('stack/routes.json', offset);
        shown += `${page?.lines.join('\n')}\n`;
        offset = page?.next;
      }
      return 'seal';
    });
    await bundleStep.run(context, 'first');
    const artifact = emitted.find((event) => event.type === 'artifact.written');
    expect((await readBundle(artifact?.path ?? '')).get('stack/routes.json')).toBe(shown);
    expect(shown.length).toBeGreaterThan(16 * 1024);
  });

  it('leaves nothing behind when the operator wants no bundle', async () => {
    const { context } = stage(async () => 'without');
    expect(await bundleStep.run(context, 'first')).toMatchObject({
      status: 'skipped',
      reason: { id: 'BN-LEFT-OUT' },
    });
    expect(await readdir(place.folder)).toEqual([]);
  });
});
