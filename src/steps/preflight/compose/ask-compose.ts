import { SetupError } from '../../../reasons/setup-error.ts';
import type { ComposeConfig } from '../../../stack/compose/compose-config.ts';
import type { ComposeProject } from '../../../stack/compose/compose-project.ts';
import { ComposeRuntime } from '../../../stack/compose/compose-runtime.ts';
import type { Probe, ProbeContext } from '../probe.ts';

/** Milliseconds that a probe may take which asks Docker: a busy engine answers slowly. */
export const DOCKER_PROBE_MS = 30_000;

/** Reasons of Docker and Compose that a probe of their own tells; the others only wait for them. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'ST-DOCKER-MISSING',
  'ST-DOCKER-DOWN',
  'ST-DOCKER-DENIED',
  'ST-DOCKER-SLOW',
  'ST-COMPOSE-MISSING',
  'ST-COMPOSE-INVALID',
  'ST-CHECKOUT-MISSING',
  'ST-ENV-UNREADABLE',
]);

/**
 * The Compose project of a run.
 * @throws Error when the run is none on Docker Compose; SetupError when there is no checkout
 */
export async function projectOf({ runtime }: ProbeContext): Promise<ComposeProject> {
  if (!(runtime instanceof ComposeRuntime)) throw new Error(`no compose runtime but ${runtime.kind}`);
  return await runtime.project();
}

/** The Compose project of a run, and what Compose makes of its files. */
export async function configOf(
  context: ProbeContext,
): Promise<{ readonly project: ComposeProject; readonly config: ComposeConfig }> {
  const project = await projectOf(context);
  return { project, config: await project.config(context.signal) };
}

/** A probe that is SKIP where Docker or the checkout cannot be asked, because a required probe says so already. */
export function onceAskable(probe: Probe): Probe {
  return {
    ...probe,
    deadlineMs: DOCKER_PROBE_MS,
    async run(context) {
      try {
        return await probe.run(context);
      } catch (error) {
        if (!(error instanceof SetupError) || !TOLD_ELSEWHERE.has(error.reason.id)) throw error;
        return { status: 'SKIP', reason: 'PF-NOT-ASKABLE', detail: error.reason.sentence };
      }
    },
  };
}
