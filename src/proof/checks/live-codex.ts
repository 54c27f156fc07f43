import { join } from 'node:path';
import { chatCompletionResponse, LIVE_CODEX, LOCAL_MODEL } from '../../contract/llm.ts';
import { readSmallFile } from '../../host/private-files.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { shown } from '../plain-text.ts';

const TURN_MS = 150_000;
const AUTH_FILE_BYTES = 1024 * 1024;

/** One real answer of Codex, only when the operator asked for it: it costs quota. */
export const liveCodex: Check = {
  id: 'live-codex',
  title: 'Live Codex answer (opt-in)',
  group: 'llm',
  service: 'bus-codex',
  uses: ['bus-llm', 'bus-events'],
  proves: 'A chat completion travels through the whole stack to Codex and its answer comes back.',
  doesNotProve: 'That every model, or long work, succeeds with these credentials.',
  route: 'llm.chat-completions',
  needs: ['models'],
  deadlineMs: TURN_MS + 10_000,
  async run(context) {
    const hindrance = await whyNot(context);
    if (hindrance !== undefined) return hindrance;
    const answer = await context.http.json(
      {
        purpose: 'to Codex',
        target: 'llm.chat-completions',
        token: await granted(context, 'BUS_API_TOKEN'),
        body: { model: LOCAL_MODEL.id, messages: [{ role: 'user', content: LIVE_CODEX.prompt }] },
        status: [200],
        timeoutMs: TURN_MS,
      },
      chatCompletionResponse,
      'CX-ANSWER-SHAPE',
    );
    const said = answer.choices[0]?.message.content ?? '';
    // An echo of the question holds the marker as well.
    if (!said.includes(LIVE_CODEX.marker) || said.includes(LIVE_CODEX.prompt)) {
      throw new CheckFailure('CX-WRONG-MARKER', `expected ${LIVE_CODEX.marker} only, got ${shown(said, 80)}`);
    }
    return { status: 'PASS', observed: `Codex answered with ${LIVE_CODEX.marker}.` };
  },
};

async function whyNot(context: CheckContext): Promise<CheckOutcome | undefined> {
  const { env } = context.host;
  if (env[LIVE_CODEX.optIn] !== '1') {
    return { status: 'SKIP', reason: 'CX-NOT-OPTED-IN', detail: `${LIVE_CODEX.optIn} is not 1` };
  }
  const provider = env.BUS_CODEX_PROVIDER ?? defaultProvider(context);
  if (provider === 'static') {
    return { status: 'SKIP', reason: 'CX-STATIC-PROVIDER', detail: 'a static answer is not a live proof' };
  }
  const home = env.BUS_CODEX_HOME ?? env.CODEX_HOME ?? join(context.host.home, '.codex');
  return await credentialsIn(home);
}

/** What the stack answers with when nobody says otherwise: the embedded one has no Codex. */
function defaultProvider({ runtime }: CheckContext): string | undefined {
  const stated = runtime.profile.environment.find(({ key }) => key === 'BUS_CODEX_PROVIDER')?.default;
  return stated ?? (runtime.kind === 'embedded' ? 'static' : undefined);
}

/** Looks whether credentials are there and are JSON; what they say is nobody's business. */
async function credentialsIn(home: string): Promise<CheckOutcome | undefined> {
  let text: string;
  try {
    text = await readSmallFile(join(home, 'auth.json'), AUTH_FILE_BYTES);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { status: 'SKIP', reason: 'CX-CREDENTIALS-MISSING', detail: 'no auth.json in the Codex home' }
      : { status: 'SKIP', reason: 'CX-CREDENTIALS-UNREADABLE', detail: `auth.json: ${code ?? 'unreadable'}` };
  }
  try {
    JSON.parse(text);
  } catch {
    return { status: 'SKIP', reason: 'CX-CREDENTIALS-INVALID', detail: 'auth.json is not JSON' };
  }
  return undefined;
}
