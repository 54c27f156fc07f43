import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import type { RunFacts } from '../../proof/report/run-facts.ts';

const LEFT_OUT =
  'of the headers only content type and length, server and request id of the answer are kept, and no bodies, cookies or query values';

type Exchange = ReportedCheck['exchanges'][number];

/** What one call has that is not the same in each run. */
interface OfThisRun {
  readonly ms: number;
  readonly startedAt: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Writes the calls of one check as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Results hold no request
 * header, no body and no time of a single call: those fields are empty, and say so.
 * @param facts of this check in this run
 */
export function renderHar(results: Results, check: ReportedCheck, facts: RunFacts | undefined): string {
  const { startedAt } = results.volatile;
  const har = {
    log: {
      version: '1.2',
      creator: { name: 'bus-setup', version: results.tool.version },
      comment: `Calls of the check ${check.id}; startedDateTime is the start of the run; ${LEFT_OUT}.`,
      entries: check.exchanges.map((exchange, index) => {
        const headers = facts?.answerHeaders[index] ?? {};
        return entryOf(exchange, { ms: facts?.exchangesMs[index] ?? 0, startedAt, headers });
      }),
    },
  };
  return `${JSON.stringify(har, undefined, 2)}\n`;
}

function entryOf(exchange: Exchange, { ms, startedAt, headers }: OfThisRun) {
  const { url, names } = withoutQueryValues(exchange.url);
  const kept: Readonly<Record<string, string>> = { ...exchange.headers, ...headers };
  const size = sizeIn(kept['content-length']);
  return {
    startedDateTime: startedAt,
    time: ms,
    request: {
      method: exchange.method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      headersSize: -1,
      bodySize: -1,
      queryString: names.map((name) => ({ name, value: '' })),
    },
    response: {
      // Browsers write 0 where no answer came.
      status: exchange.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: Object.entries(kept).map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: size ?? -1,
      content: {
        size: size ?? 0,
        mimeType: kept['content-type'] ?? 'x-unknown',
        comment: 'text is not kept',
      },
      redirectURL: '',
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    comment: exchange.purpose,
    _command: exchange.command,
  };
}

/** What the answer announced, where that is a number. */
function sizeIn(contentLength: string | undefined): number | undefined {
  return contentLength !== undefined && /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : undefined;
}

function withoutQueryValues(text: string): { url: string; names: string[] } {
  const [url = '', query = ''] = text.split('?', 2);
  const pairs = query.split('&').filter((pair) => pair !== '');
  return { url, names: pairs.map((pair) => pair.split('=', 1)[0] ?? '') };
}
