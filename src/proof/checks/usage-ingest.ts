import { isDeepStrictEqual } from 'node:util';
import { USAGE_EVENTS } from '../../contract/event-names.ts';
import { type UsageItem, usagePage } from '../../contract/usage.ts';
import type { Secret } from '../../redact/secret.ts';
import type { CallJson } from '../call.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { publish, reply } from '../event-exchange.ts';
import { granted } from '../grants.ts';
import { longAgo } from '../long-ago.ts';
import { shown } from '../plain-text.ts';
import { pollUntil } from '../poll.ts';

const EVENT_TYPE = 'usage_recorded';
const PAGE_SIZE = 1000;
/** Pages that are read at most; only earlier proofs have rows that old. */
const MAX_PAGES = 50;
const ROW_WITHIN_MS = 10_000;

/** One record in is one row more; the same record again is none. */
export const usageIngest: Check = {
  id: 'usage-ingest',
  title: 'Usage moves by exactly what was sent',
  group: 'usage',
  service: 'bus-usage-api',
  uses: ['bus-usage-worker', 'bus-events'],
  proves:
    'A usage record sent through Events becomes exactly one row at its moment with the values that were sent, the same event id again adds none, and an unknown event type adds none.',
  doesNotProve: 'That the usage of real requests is complete, or that it is billed.',
  leaves:
    'A usage record of the years 2000 to 2009 with a random account, marked as proof data, and the events of it.',
  route: 'usage.list',
  deadlineMs: 45_000,
  async run(context) {
    const { http, host, marker, story } = context;
    const publisher = await granted(context, 'BUS_API_TOKEN');
    const collector = await granted(context, 'BUS_INTERNAL_TOKEN');
    // A moment of its own, long before any real record: the collector lists by time, so a few rows are enough to read.
    const moment = http.variable('PROOF_OCCURRED_AT', longAgo(host));
    const account = http.variable('PROOF_ACCOUNT_ID', host.uuid());
    const record = {
      event_type: EVENT_TYPE,
      event_id: `proof-${marker}`,
      account_id: account,
      occurred_at: moment,
      data: { total_tokens: 7, proof: marker },
    };
    const send = async (purpose: string, correlation: string, payload: CallJson) =>
      await publish(context, {
        purpose,
        name: USAGE_EVENTS.recordRequest,
        correlationId: `${marker}-${correlation}`,
        token: publisher,
        payload,
      });

    const rowsNow = async (when: string) => await rowsAt(context, collector, moment, when);
    await story.tell(
      {
        asked: 'The collector is read for a moment of which nothing was ever recorded.',
        expected: 'no row',
        shows: 'What comes afterwards was put there by this proof.',
      },
      async () => mustBe(await rowsNow('before'), 0, 'PR-USAGE-STRAY', 'before anything was sent'),
      () => 'no row',
    );
    await story.tell(
      {
        asked: 'A use of an unknown kind is sent, and then one record of 7 tokens.',
        expected: 'one row, with every value as it was sent',
        shows: 'What was used is what is recorded.',
      },
      async () => {
        const unknown = { ...record, event_type: 'no_such_event_type', event_id: `proof-${marker}-unknown` };
        await send('with an unknown event type', 'unknown', unknown);
        await send('one record', 'first', record);
        const rows = await pollUntil(
          context,
          {
            withinMs: ROW_WITHIN_MS,
            otherwise: 'PR-USAGE-LOST',
            what: 'no row with the event id that was sent',
          },
          async (attempt) => {
            const found = await rowsAt(attempt, collector, moment, 'after one record');
            return found.some((row) => row.event_id === record.event_id) ? found : undefined;
          },
        );
        mustBe(rows, 1, 'PR-USAGE-STRAY', 'after one record');
        mustEqual(rows[0], record);
      },
      () => 'one row, unchanged; none of the unknown kind',
    );
    await story.tell(
      {
        asked: 'The same event id is sent once more, with another number.',
        expected: 'still that one row, with the first number',
        shows: 'A retry of a service counts nothing twice.',
      },
      async () => {
        await send('the same record again', 'again', { ...record, data: { total_tokens: 8, proof: marker } });
        await reply(context, {
          purpose: 'for the answer to the repeat',
          name: USAGE_EVENTS.recordResponse,
          correlationId: `${marker}-again`,
          token: publisher,
          otherwise: 'PR-USAGE-SILENT',
        });
        const after = await rowsNow('after the repeat');
        mustBe(after, 1, 'PR-USAGE-TWICE', 'after the repeat');
        mustEqual(after[0], record);
      },
      () => 'one row, unchanged',
    );
    return {
      status: 'PASS',
      observed: 'No row before, one after the record, still that one after the repeat.',
    };
  },
};

/** All rows of exactly that moment. */
async function rowsAt(
  { http }: CheckContext,
  token: Secret,
  moment: string,
  when: string,
): Promise<readonly UsageItem[]> {
  const rows: UsageItem[] = [];
  let last: UsageItem | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await http.json(
      {
        purpose: `for the rows ${when}`,
        target: 'usage.list',
        query: { before: moment, page: String(page), page_size: String(PAGE_SIZE) },
        token,
        status: [200],
        maxBytes: 4 * 1024 * 1024,
      },
      usagePage,
      'PR-USAGE-SHAPE',
    );
    if (
      answer.page !== page ||
      answer.page_size !== PAGE_SIZE ||
      Date.parse(answer.before) !== Date.parse(moment)
    ) {
      throw new CheckFailure('PR-USAGE-SHAPE', 'the page is not the one that was asked for');
    }
    if (answer.items.length > PAGE_SIZE)
      throw new CheckFailure('PR-USAGE-SHAPE', 'the page holds more than its size');
    for (const item of answer.items) {
      if (Date.parse(item.occurred_at) > Date.parse(moment) || (last !== undefined && !inOrder(last, item))) {
        throw new CheckFailure('PR-USAGE-ORDER', `row ${item.id} is out of place`);
      }
      last = item;
      if (Date.parse(item.occurred_at) === Date.parse(moment)) rows.push(item);
    }
    if (!answer.has_more) return rows;
  }
  throw new CheckFailure(
    'PR-USAGE-ENDLESS',
    `more than ${MAX_PAGES} pages of rows from before any real record`,
  );
}

function inOrder(a: UsageItem, b: UsageItem): boolean {
  const [timeA, timeB] = [Date.parse(a.occurred_at), Date.parse(b.occurred_at)];
  return timeA < timeB || (timeA === timeB && a.id < b.id);
}

function mustBe(
  rows: readonly UsageItem[],
  count: number,
  otherwise: 'PR-USAGE-STRAY' | 'PR-USAGE-TWICE',
  when: string,
): void {
  if (rows.length !== count)
    throw new CheckFailure(otherwise, `${when}: expected ${count} rows, got ${rows.length}`);
}

function mustEqual(
  row: UsageItem | undefined,
  record: {
    readonly event_id: string;
    readonly event_type: string;
    readonly account_id: string;
    readonly data: object;
  },
): void {
  const same =
    row?.event_id === record.event_id &&
    row.event_type === record.event_type &&
    row.account_id === record.account_id &&
    isDeepStrictEqual(row.data, record.data);
  if (!same) throw new CheckFailure('PR-USAGE-ALTERED', `the row is not what was sent: ${shown(row)}`);
}
