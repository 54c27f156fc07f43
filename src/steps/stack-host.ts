import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { StackRuntime } from '../stack/runtime.ts';

/**
 * The host as the stack sees it: what the operator wrote into the stack's own environment file counts as the
 * environment, which still wins. Without it a report would tell defaults of a stack that was started with others.
 */
export async function stackHost(host: Host, runtime: StackRuntime): Promise<Host> {
  try {
    const settings = (await runtime.settings?.()) ?? {};
    const own = Object.entries(host.env).filter(([, value]) => value !== undefined && value !== '');
    return { ...host, env: { ...settings, ...Object.fromEntries(own) } };
  } catch (error) {
    // A checkout that cannot be opened is told by the step that needs it.
    if (error instanceof SetupError) return host;
    throw error;
  }
}
