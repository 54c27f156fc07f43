import { PUBLIC_PLACEHOLDERS } from '../../contract/local-defaults.ts';
import { environmentFile } from './environment-files.ts';
import type { Probe, ProbeContext } from './probe.ts';

const KEY = 'BUS_STRIPE_SECRET_KEY';
/** Secret and restricted keys carry their mode in the prefix. */
const MODE = /^(?:sk|rk)_(test|live)_/;

/** A Stripe key: there or not, and in which mode. */
export const stripeCredentials: Probe = {
  id: 'stripe-credentials',
  title: 'Stripe credentials and their mode',
  required: true,
  proves: 'No live Stripe key is set where a local stack would use it.',
  doesNotProve: 'That Stripe accepts a key that is set.',
  command: () => `test -n "$${KEY}" && echo present || echo absent`,
  async run(context) {
    const found = await stripeKeys(context);
    const local = context.loaded.profile.tier === 'local';
    const live = found.find(({ mode }) => mode === 'live');
    if (live !== undefined && local)
      return { status: 'FAIL', reason: 'PF-STRIPE-LIVE-KEY', detail: live.place };
    const unknown = found.find(({ mode }) => mode === undefined);
    if (unknown !== undefined)
      return { status: 'FAIL', reason: 'PF-STRIPE-KEY-UNKNOWN', detail: unknown.place };
    const [first] = found;
    if (first === undefined) return { status: 'SKIP', reason: 'PF-STRIPE-NOT-SET' };
    return { status: 'PASS', observed: `a ${first.mode}-mode key is set (${first.place})` };
  },
};

interface FoundKey {
  readonly place: string;
  readonly mode: 'test' | 'live' | undefined;
}

/** Every key that is set, not only the one that wins: a live key that waits in a file is as dangerous. */
async function stripeKeys({ host, workspace, secrets }: ProbeContext): Promise<readonly FoundKey[]> {
  const values = [{ place: `environment variable ${KEY}`, value: host.env[KEY] ?? '' }];
  for (const entry of (await environmentFile(workspace, '.env')) ?? []) {
    if (entry.key === KEY) values.push({ place: `.env:${entry.line}`, value: entry.value });
  }
  return values
    .map(({ place, value }) => ({ place, value: value.trim() }))
    .filter(({ value }) => value !== '' && !PUBLIC_PLACEHOLDERS.some((placeholder) => placeholder === value))
    .map(({ place, value }) => {
      secrets.secret(KEY, value);
      const mode = MODE.exec(value)?.[1];
      return { place, mode: mode === 'test' || mode === 'live' ? mode : undefined };
    });
}
