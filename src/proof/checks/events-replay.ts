import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { USAGE_EVENTS } from '../../contract/event-names.ts';
import type { StreamLine } from '../../contract/events.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import type { Secret } from '../../redact/secret.ts';
import type { CallJson } from '../call.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { publish } from '../event-exchange.ts';
import { altered, granted, scopesWithout } from '../grants.ts';
import { shown } from '../plain-text.ts';

/** What was sent comes back as it was sent, to its owner and to nobody else. */
export const eventsReplay: Check = {
  id: 'events-replay',
  title: 'Events come back as they were sent',
  group: 'events',
  service: 'bus-events',
  proves:
    'Published events are replayed in order, once each, with every value unchanged and the publisher stamped as owner; another account does not see them; wildcards, protected names and callers without a token are refused.',
  doesNotProve: 'That events survive a loss of the database, or how many a second the stack can carry.',
  route: 'events.stream',
  async run(context) {
    const { http, access, host, marker, challenge } = context;
    const name = `example.proof.${marker}`;
    const token = await granted(context, 'BUS_API_TOKEN');
    const subject = http.variable('PROOF_OTHER_SUBJECT', host.uuid());
    const stranger = await altered(context, 'BUS_API_TOKEN', { name: 'BUS_OTHER_API_TOKEN', subject });

    const sent: Sent[] = [];
    for (const [index, payload] of payloads(marker, challenge).entries()) {
      const correlationId = `${marker}-${index}`;
      // Identity fields of the body must not be heeded.
      const extra = { identity_id: subject, account_id: subject };
      const purpose = `event ${index + 1}, in somebody else’s name`;
      sent.push({
        correlationId,
        payload,
        id: await publish(context, { purpose, name, correlationId, payload, token, extra }),
      });
    }
    const foreign = `${marker}-foreign`;
    const strange = await publish(context, {
      purpose: 'an event of another account',
      name,
      correlationId: foreign,
      payload: { proof: marker },
      token: stranger,
    });
    if (new Set([...sent.map(({ id }) => id), strange]).size !== sent.length + 1) {
      throw new CheckFailure('PR-EVENTS-ID-REPEATED', 'two events got the same id');
    }

    const lines = await replayed(context, name, token, access.accountId, 'as their owner');
    compare(lines, sent);
    const theirs = await replayed(context, name, stranger, subject, 'as another account');
    if (theirs.length !== 1 || theirs[0]?.correlationId !== foreign) {
      throw new CheckFailure(
        'PR-EVENTS-ALTERED',
        `the other account published one event and sees ${theirs.length}`,
      );
    }
    await refusals(context, token);
    return {
      status: 'PASS',
      observed: `${sent.length} events came back unchanged, in order; another account sees none.`,
      echo: echoIn(lines[0]?.payload),
    };
  },
};

interface Sent {
  readonly id: string;
  readonly correlationId: string;
  readonly payload: CallJson;
}

/** The challenge in a payload that came back. */
function echoIn(payload: unknown): string | undefined {
  const parsed = z.object({ challenge: z.string() }).safeParse(payload);
  return parsed.data?.challenge;
}

/** Values that lossy stores and careless encoders are known to change. */
function payloads(marker: string, challenge: string | undefined): readonly CallJson[] {
  return [
    {
      proof: marker,
      ...(challenge === undefined ? {} : { challenge }),
      text: 'päätös ✓ 日本語 \u{1F680} e\u0301 "quoted" \\ / </script>\t\n',
      empty: '',
      none: null,
      yes: true,
    },
    {
      proof: marker,
      nested: { list: [1, [2, [3, { deep: [{}, []] }]]], zero: 0, negative: -1.5, small: 1e-7 },
    },
    {
      proof: marker,
      large: '9007199254740993',
      digits: '0012',
      exact: Number.MAX_SAFE_INTEGER,
      date: '2026-02-30',
    },
    `${marker}, a payload that is a text`,
  ];
}

async function replayed(
  { http }: CheckContext,
  name: string,
  token: Secret,
  owner: string,
  purpose: string,
): Promise<readonly StreamLine[]> {
  return await http.replay({
    purpose,
    name,
    token,
    owner,
    keep: () => true,
    main: purpose === 'as their owner',
  });
}

function compare(lines: readonly StreamLine[], sent: readonly Sent[]): void {
  if (lines.length < sent.length) {
    throw new CheckFailure('PR-EVENTS-LOST', `sent ${sent.length} events, ${lines.length} came back`);
  }
  if (lines.length > sent.length) {
    throw new CheckFailure('PR-EVENTS-REPEATED', `sent ${sent.length} events, ${lines.length} came back`);
  }
  for (const [index, line] of lines.entries()) {
    const event = sent[index];
    if (line.id !== event?.id) {
      throw new CheckFailure(
        'PR-EVENTS-ORDER',
        `place ${index + 1} holds ${shown(line.id)}, sent was ${shown(event?.id)}`,
      );
    }
    if (line.correlationId !== event.correlationId) {
      throw new CheckFailure(
        'PR-EVENTS-ALTERED',
        `event ${index + 1} has correlation id ${shown(line.correlationId)}`,
      );
    }
    if (!isDeepStrictEqual(line.payload, event.payload)) {
      throw new CheckFailure('PR-EVENTS-ALTERED', `event ${index + 1} came back with another payload`);
    }
    if (line.error !== undefined)
      throw new CheckFailure('PR-EVENTS-ALTERED', `event ${index + 1} carries an error`);
  }
}

async function refusals(context: CheckContext, token: Secret): Promise<void> {
  const { http, marker } = context;
  const stream = { target: 'events.stream', accepted: 'PR-EVENTS-OPEN' } as const;
  const query = { delivery: 'broadcast', replay: 'true', follow: 'false' };
  for (const name of ['*', 'example.*', 'bus.*']) {
    await http.call({
      ...stream,
      purpose: `for the wildcard ${name}`,
      query: { name, ...query },
      token,
      status: [400],
    });
  }
  const refused = REFUSALS.events;
  const allowed = { name: `example.proof.${marker}`, ...query };
  await http.call({
    ...stream,
    purpose: 'without a token',
    query: allowed,
    status: refused.invalidToken.allowed,
  });
  const narrow = await altered(context, 'BUS_API_TOKEN', {
    name: 'BUS_API_TOKEN_WITHOUT_USAGE_WRITE',
    scopes: scopesWithout('BUS_API_TOKEN', 'usage:write'),
  });
  await http.call({
    ...stream,
    purpose: 'for a protected name, without its scope',
    query: { name: USAGE_EVENTS.recordResponse, ...query },
    token: narrow,
    status: refused.missingScope.allowed,
  });
  const publishing = { target: 'events.publish', accepted: 'PR-EVENTS-OPEN' } as const;
  await http.call({
    ...publishing,
    purpose: 'a protected name, without its scope',
    body: { name: USAGE_EVENTS.recordRequest, correlationId: `${marker}-refused`, payload: {} },
    token: narrow,
    status: refused.missingScope.allowed,
  });
  await http.call({
    ...publishing,
    purpose: 'a name with a wildcard',
    body: { name: 'example.*', payload: {} },
    token,
    status: [400],
  });
}
