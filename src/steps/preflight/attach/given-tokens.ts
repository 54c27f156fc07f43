import type { Host } from '../../../host/host.ts';
import { AttachRuntime } from '../../../stack/attach/attach-runtime.ts';
import type { GivenToken } from '../../../stack/attach/token-files.ts';
import type { Probe } from '../probe.ts';

/** Seconds that a token must still live: as long as a proof may take. */
const LEAST_LIFE_S = 300;

/** The tokens that were given can be what they are given for. */
export const givenTokensUsable: Probe = {
  id: 'tokens',
  title: 'The given tokens can be used',
  required: true,
  proves:
    'There is a token for ai.hg.fi/api, and each given token says the right audience and lives long enough.',
  doesNotProve: 'That the stack accepts it; the proof does that.',
  command: () => 'test -n "$BUS_API_TOKEN" && echo present || echo absent',
  async run({ runtime, host }) {
    if (!(runtime instanceof AttachRuntime)) throw new Error(`no attach runtime but ${runtime.kind}`);
    const tokens = await runtime.tokens();
    if (!tokens.some(({ audience }) => audience === 'ai.hg.fi/api')) {
      return { status: 'FAIL', reason: 'PF-TOKEN-MISSING', detail: 'none for ai.hg.fi/api' };
    }
    const troubles = tokens.flatMap((token) => troubleOf(token, host) ?? []);
    if (troubles.length > 0)
      return { status: 'FAIL', reason: 'PF-TOKEN-UNUSABLE', detail: troubles.join('; ') };
    const exposed = tokens.filter((token) => token.exposed).map(({ place }) => place);
    if (exposed.length > 0) return { status: 'FAIL', reason: 'PF-TOKEN-EXPOSED', detail: exposed.join(', ') };
    return {
      status: 'PASS',
      observed: tokens.map(({ audience, place }) => `${audience} from ${place}`).join(', '),
    };
  },
};

/** What is wrong with a token as far as it says itself; one that is no JWT is for the stack to judge. */
function troubleOf({ claims, audience, place }: GivenToken, host: Host): string | undefined {
  if (claims === undefined) return undefined;
  const audiences = claims.audience === undefined ? [] : [claims.audience].flat();
  if (audiences.length > 0 && !audiences.includes(audience))
    return `${place} is for another audience than ${audience}`;
  const now = host.now().getTime() / 1_000;
  if (claims.expires !== undefined && claims.expires < now) return `${place} has expired`;
  if (claims.expires !== undefined && claims.expires < now + LEAST_LIFE_S)
    return `${place} expires within minutes`;
  return undefined;
}
