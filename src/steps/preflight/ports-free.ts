import { createServer } from 'node:net';
import { holderSentence, portHolder } from '../../stack/port-holder.ts';
import type { StackListener } from '../../stack/runtime.ts';
import type { Probe, ProbeContext, ProbeOutcome } from './probe.ts';

/** Every port that the stack will listen on is free, or held by the stack itself. */
export const portsFree: Probe = {
  id: 'ports',
  title: 'The ports of the stack are free, or ours',
  required: true,
  proves: 'The stack can listen on the ports of this profile, or already does.',
  doesNotProve: 'That they are still free when the stack starts.',
  command: () => 'lsof -nP -iTCP -sTCP:LISTEN',
  async run(context) {
    const { runtime, signal } = context;
    const { listeners } = await runtime.plan(signal);
    if (runtime.kind === 'embedded') {
      // Asked first: to listen for a moment would be in the way of a stack that another run is just starting. And a stack
      // that runs is used where it listens, also when it would be started on another port now.
      const { running, urls } = await runtime.status(signal);
      const at = urls.gateway === undefined ? 'is on its way up' : `listens on ${new URL(urls.gateway).host}`;
      if (running) return { status: 'PASS', observed: `the stack runs already, and ${at}` };
    }
    const fixed = listeners.filter(({ port }) => port !== 0);
    const seen: string[] = [];
    for (const listener of fixed) {
      const found = await look(listener, context);
      if (found.status !== 'PASS') return found;
      seen.push(found.observed);
    }
    return { status: 'PASS', observed: seen.join(', ') || 'the stack picks free ports itself' };
  },
};

async function look(listener: StackListener, context: ProbeContext): Promise<ProbeOutcome> {
  const address = `${listener.host}:${listener.port}`;
  const code = await refusedBinding(listener);
  if (code === undefined) return { status: 'PASS', observed: `${address} is free` };
  if (await isOurs(listener, context))
    return { status: 'PASS', observed: `${address} is held by this stack` };
  if (code !== 'EADDRINUSE')
    return { status: 'FAIL', reason: 'PF-PORT-REFUSED', detail: `${address}: ${code}` };
  const holder = await portHolder(listener.port, context.host, context.signal);
  return { status: 'FAIL', reason: 'PF-PORT-TAKEN', detail: `${address} ${holderSentence(holder)}` };
}

/** Why the port cannot be listened on; undefined when it can. */
async function refusedBinding({ host, port }: StackListener): Promise<string | undefined> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  return await promise;
}

async function isOurs(listener: StackListener, { runtime, signal }: ProbeContext): Promise<boolean> {
  const { running, urls, listeners } = await runtime.status(signal);
  if (listeners?.some(({ port }) => port === listener.port) === true) return true;
  // Another run may have begun to start it since: its start tells when the port is somebody else's.
  if (runtime.kind === 'embedded' && running) return true;
  return running && Object.values(urls).some((url) => new URL(url).port === String(listener.port));
}
