import type { ReportedCheck, Results } from '../../proof/report/results.ts';

const HEADERS_LEFT_OUT = 'headers, bodies, cookies and query values are not kept';

/**
 * Writes the calls of one check as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Results hold no header,
 * no body and no time of a single call: those fields are empty, and say so.
 */
export function renderHar(results: Results, check: ReportedCheck): string {
  const took = results.volatile.latencies.find((entry) => entry.check === check.id)?.exchangesMs ?? [];
  const har = {
    log: {
      version: '1.2',
      creator: { name: 'bus-setup', version: results.tool.version },
      comment: `Calls of the check ${check.id}; startedDateTime is the start of the run; ${HEADERS_LEFT_OUT}.`,
      entries: check.exchanges.map((exchange, index) =>
        entryOf(exchange, took[index] ?? 0, results.volatile.startedAt),
      ),
    },
  };
  return `${JSON.stringify(har, undefined, 2)}\n`;
}

function entryOf(exchange: ReportedCheck['exchanges'][number], ms: number, startedAt: string) {
  const { url, names } = withoutQueryValues(exchange.url);
  const nothing = { cookies: [], headers: [], headersSize: -1, bodySize: -1 };
  return {
    startedDateTime: startedAt,
    time: ms,
    request: {
      method: exchange.method,
      url,
      httpVersion: 'HTTP/1.1',
      ...nothing,
      queryString: names.map((name) => ({ name, value: '' })),
    },
    response: {
      // Browsers write 0 where no answer came.
      status: exchange.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      ...nothing,
      content: { size: 0, mimeType: 'x-unknown', comment: 'not kept' },
      redirectURL: '',
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    comment: exchange.purpose,
    _command: exchange.command,
  };
}

function withoutQueryValues(text: string): { url: string; names: string[] } {
  const [url = '', query = ''] = text.split('?', 2);
  const pairs = query.split('&').filter((pair) => pair !== '');
  return { url, names: pairs.map((pair) => pair.split('=', 1)[0] ?? '') };
}
