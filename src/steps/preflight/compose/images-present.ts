import type { ComposeProject } from '../../../stack/compose/compose-project.ts';
import type { Probe } from '../probe.ts';
import { configOf, onceAskable } from './ask-compose.ts';

/** Milliseconds in which a registry must tell of one image. */
const REGISTRY_MS = 15_000;

/** Every image of the stack is there, is built here, or can be pulled. */
export const imagesPresent: Probe = onceAskable({
  id: 'images',
  title: 'Images are there or can be got',
  required: true,
  proves:
    'Every image of the stack is on the engine, is built from the checkout, or is offered by its registry.',
  doesNotProve: 'That a build succeeds.',
  command: () => 'docker compose config --images',
  async run(context) {
    const { project, config } = await configOf(context);
    const images = new Map<string, boolean>();
    for (const { image, built } of config.services) {
      if (image !== undefined) images.set(image, built || images.get(image) === true);
    }
    const found = await Promise.all(
      [...images].map(async ([image, built]) => ({
        image,
        state: await stateOf(project, image, built, context.signal),
      })),
    );
    const missing = found.filter(({ state }) => state === 'missing').map(({ image }) => image);
    if (missing.length > 0) return { status: 'FAIL', reason: 'PF-IMAGE-MISSING', detail: missing.join(', ') };
    const count = (wanted: string): number => found.filter(({ state }) => state === wanted).length;
    return {
      status: 'PASS',
      observed: `${count('present')} present, ${count('built')} to build, ${count('pullable')} to pull`,
    };
  },
});

async function stateOf(
  project: ComposeProject,
  image: string,
  built: boolean,
  signal: AbortSignal,
): Promise<'present' | 'built' | 'pullable' | 'missing'> {
  const local = await project.try(['image', 'inspect', '--format', '{{.Id}}', image], signal);
  if (local.ok) return 'present';
  if (built) return 'built';
  const remote = await project.try(['manifest', 'inspect', image], signal, { timeoutMs: REGISTRY_MS });
  return remote.ok ? 'pullable' : 'missing';
}
