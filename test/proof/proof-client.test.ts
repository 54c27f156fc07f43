import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { systemHost } from '../../src/host/host.ts';
import type { CallOptions } from '../../src/proof/call.ts';
import { CheckFailure } from '../../src/proof/check-failure.ts';
import type { ProofClient } from '../../src/proof/proof-client.ts';
import { ProofClient as Client } from '../../src/proof/proof-client.ts';
import { exchangeSchema } from '../../src/proof/verdict.ts';
import { Wire } from '../../src/proof/wire.ts';
import { Secret } from '../../src/redact/secret.ts';
import { answerOf, type BadServer, badServer } from './bad-server.ts';

const MODELS: CallOptions = { purpose: 'to test', target: 'llm.models', status: [200], timeoutMs: 90_000 };
/** For answers that never come whole. */
const IMPATIENT = { timeoutMs: 400 };
const SHAPE = z.object({ ok: z.literal(true) });

async function serving(answer: (socket: Socket, request: string) => void): Promise<BadServer> {
  const server = await badServer(answer);
  onTestFinished(server.close);
  return server;
}

async function failureOf(work: Promise<unknown>): Promise<CheckFailure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CheckFailure)) throw new Error(`expected a CheckFailure, got ${String(error)}`);
  return error;
}

const read = (http: ProofClient, change: Partial<CallOptions> = {}) =>
  http.json({ ...MODELS, ...change }, SHAPE, 'PR-MODELS-SHAPE');

describe('a good answer', () => {
  it('is parsed, and the call is kept as evidence without its token', async () => {
    const { http, url } = await serving((socket) => socket.write(answerOf('{"ok":true}')));
    const token = new Secret('BUS_API_TOKEN', 'very-secret');
    expect(await http.json({ ...MODELS, token }, SHAPE, 'PR-MODELS-SHAPE')).toEqual({ ok: true });
    expect(http.log.all()).toEqual([
      {
        purpose: 'to test',
        method: 'GET',
        url: `${url}/v1/models`,
        status: 200,
        headers: { 'content-type': 'application/json', 'content-length': '11' },
        answer: '{"ok":true}',
        latencyMs: expect.any(Number),
        command: 'curl -sS -H "authorization: Bearer $BUS_API_TOKEN" "$BUS_BASE_URL/v1/models"',
      },
    ]);
  });

  it('leaves of its headers those of a list, each short and on one line, and no cookie', async () => {
    const { http } = await serving((socket) =>
      socket.write(
        answerOf('{"ok":true}', {
          server: `a\x9bb${'x'.repeat(5_000)}`,
          'x-request-id': 'r-1',
          'set-cookie': 'session=very-secret',
          location: '/?code=very-secret',
        }),
      ),
    );
    await read(http);
    const { headers = {} } = http.log.all()[0] ?? {};
    expect(Object.keys(headers)).toEqual(['content-type', 'server', 'content-length', 'x-request-id']);
    expect(headers.server).toMatch(/^a b?x+…$|^a bx+…$/);
    expect(headers.server?.length).toBe(200);
    expect(exchangeSchema.parse(http.log.all()[0])).toBeTruthy();
  });

  it('is asked for with the real token, and with bodies that hold real secrets', async () => {
    const requests: string[] = [];
    const { http } = await serving((socket, request) => {
      requests.push(request);
      socket.write(answerOf('{}'));
    });
    await http.call({
      purpose: 'to sign in',
      target: 'auth.otp-verify',
      token: new Secret('BUS_AUTH_TOKEN', 'very-secret'),
      body: { email: 'a@example.invalid', otp: new Secret('BUS_PROOF_OTP', 'zq"vw') },
      status: [200],
    });
    expect(requests[0]).toContain('authorization: Bearer very-secret');
    expect(requests[0]).toContain('{"email":"a@example.invalid","otp":"zq\\"vw"}');
    const [exchange] = http.log.all();
    expect(JSON.stringify(exchange)).not.toMatch(/very-secret|zq|vw/);
    expect(exchange?.command).toContain(
      '"{\\"email\\":\\"a@example.invalid\\",\\"otp\\":\\"$BUS_PROOF_OTP\\"}"',
    );
  });
});

const gzip = gzipSync(Buffer.alloc(50 * 1024 * 1024, 'a'));
const chunked = { 'transfer-encoding': 'chunked', 'content-length': '' };

describe.each([
  ['is HTML', answerOf('<html>', { 'content-type': 'text/html' }), 'PR-ANSWER-TYPE'],
  ['has no type', answerOf('{"ok":true}', { 'content-type': '' }), 'PR-ANSWER-TYPE'],
  ['calls HTML JSON', answerOf('<html></html>'), 'PR-ANSWER-NOT-JSON'],
  ['is empty', answerOf(''), 'PR-ANSWER-NOT-JSON'],
  ['has data after the document', answerOf('{"ok":true}{"ok":true}'), 'PR-ANSWER-NOT-JSON'],
  ['has the same key twice', answerOf('{"ok":false,"ok":true}'), 'PR-ANSWER-AMBIGUOUS'],
  ['has it twice by an escape', answerOf('{"ok":false,"\\u006fk":true}'), 'PR-ANSWER-AMBIGUOUS'],
  ['is nested without end', answerOf(`${'['.repeat(5000)}${']'.repeat(5000)}`), 'PR-ANSWER-AMBIGUOUS'],
  ['is not UTF-8', answerOf(Buffer.from('{"ok":true,"x":"\xff\xfe"}', 'latin1')), 'PR-ANSWER-NOT-UTF8'],
  ['begins with a byte order mark', answerOf('\ufeff{"ok":true}'), 'PR-ANSWER-NOT-JSON'],
  ['has another shape', answerOf('{"ok":"true"}'), 'PR-MODELS-SHAPE'],
  ['is null', answerOf('null'), 'PR-MODELS-SHAPE'],
  ['is compressed, and a bomb', answerOf(gzip, { 'content-encoding': 'gzip' }), 'PR-ANSWER-ENCODED'],
  ['is larger than a mebibyte', answerOf(`"${'a'.repeat(1024 * 1024)}"`), 'PR-ANSWER-TOO-LARGE'],
  ['redirects', answerOf('{"ok":true}', { location: 'http://192.0.2.1/' }, '302 Found'), 'PR-REDIRECT'],
  ['refuses the token', answerOf('{}', {}, '401 Unauthorized'), 'PR-TOKEN-REFUSED'],
  ['asks for money', answerOf('{}', {}, '402 Payment Required'), 'PR-BILLING-REQUIRED'],
  ['denies', answerOf('{}', {}, '403 Forbidden'), 'PR-ACCESS-DENIED'],
  ['knows no such route', answerOf('{}', {}, '404 Not Found'), 'PR-ROUTE-MISSING'],
  ['limits the rate', answerOf('{}', {}, '429 Too Many Requests'), 'PR-RATE-LIMITED'],
  ['has no backend', answerOf('{}', {}, '502 Bad Gateway'), 'PR-BACKEND-DOWN'],
  ['fails inside', answerOf('{}', {}, '500 Oops'), 'PR-SERVER-ERROR'],
  ['is a success of another kind', answerOf('', {}, '204 No Content'), 'PR-STATUS'],
  [
    'has a megabyte of headers',
    answerOf('{"ok":true}', { 'x-much': 'a'.repeat(1024 * 1024) }),
    'PR-HEADERS-TOO-LARGE',
  ],
  ['is no HTTP', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), 'PR-HTTP-BROKEN'],
  ['has nonsense for a chunk', Buffer.concat([answerOf('zz\r\nnonsense', chunked)]), 'PR-HTTP-BROKEN'],
  ['has two lengths', answerOf('{"ok":true}', { 'Content-Length': '5' }), 'PR-HTTP-BROKEN'],
] as const)('an answer that %s', (_, bytes, reason) => {
  it(`is ${reason}`, async () => {
    const { http } = await serving((socket) => socket.write(bytes));
    const failure = await failureOf(read(http));
    expect(failure.reasonId).toBe(reason);
    expect(failure.detail).toMatch(/^GET \/v1\/models to test/);
    expect(http.log.all()).toHaveLength(1);
  });
});

describe('a connection that', () => {
  it('is refused is PR-UNREACHABLE', async () => {
    const server = await badServer(() => undefined);
    await server.close();
    const wire = new Wire();
    onTestFinished(() => wire.close());
    const signal = new AbortController().signal;
    const http = new Client({ wire, host: systemHost(), gatewayUrl: server.url, signal });
    expect((await failureOf(read(http))).reasonId).toBe('PR-UNREACHABLE');
    expect(http.log.all()[0]).not.toHaveProperty('status');
  });

  it.each([
    ['before the status', (socket: Socket) => socket.resetAndDestroy()],
    [
      'in the headers',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () => socket.resetAndDestroy()),
    ],
    [
      'in the body',
      (socket: Socket) =>
        socket.write(answerOf('{"ok":', { 'content-length': '11' }), () =>
          setTimeout(() => socket.resetAndDestroy(), 5),
        ),
    ],
  ])('is reset %s is PR-CONNECTION-LOST', async (_, reset) => {
    const { http } = await serving(reset);
    expect((await failureOf(read(http))).reasonId).toBe('PR-CONNECTION-LOST');
  });

  it('ends in the middle of the body is a failure', async () => {
    const { http } = await serving((socket) =>
      socket.end(answerOf('{"ok":true', { 'content-length': '11' })),
    );
    expect(['PR-CONNECTION-LOST', 'PR-HTTP-BROKEN']).toContain((await failureOf(read(http))).reasonId);
  });

  it('never answers is PR-ANSWER-TIMEOUT', async () => {
    const { http } = await serving(() => undefined);
    expect((await failureOf(read(http, IMPATIENT))).reasonId).toBe('PR-ANSWER-TIMEOUT');
  });

  it('drips is PR-ANSWER-TIMEOUT', async () => {
    const { http } = await serving((socket) => {
      socket.write(answerOf('', { 'content-length': '1000' }));
      const timer = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect((await failureOf(read(http, IMPATIENT))).reasonId).toBe('PR-ANSWER-TIMEOUT');
  });

  it('never ends is PR-ANSWER-TOO-LARGE', async () => {
    const { http } = await serving((socket) => {
      socket.write(answerOf('"', { 'content-length': '100000000000' }));
      const more = () => {
        while (!socket.destroyed && socket.write('a'.repeat(65_536)));
      };
      socket.on('drain', more);
      more();
    });
    expect((await failureOf(http.call(MODELS))).reasonId).toBe('PR-ANSWER-TOO-LARGE');
  });

  it('is open when the check is aborted ends with the reason of that', async () => {
    const server = await badServer(() => undefined);
    onTestFinished(server.close);
    const wire = new Wire();
    onTestFinished(() => wire.close());
    const stop = new AbortController();
    const http = new Client({ wire, host: systemHost(), gatewayUrl: server.url, signal: stop.signal });
    const waiting = read(http);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

it('takes a success as the given reason when a refusal was due', async () => {
  const { http } = await serving((socket) => socket.write(answerOf('{}')));
  const call = http.call({ ...MODELS, status: [401], accepted: 'PR-MODELS-PUBLIC' });
  expect(await failureOf(call)).toMatchObject({
    reasonId: 'PR-MODELS-PUBLIC',
    detail: expect.stringContaining('got 200'),
  });
});

it('keeps control characters of an answer out of its messages', async () => {
  const location = 'http://evil.example/\u0085\u009b31m';
  const bytes = answerOf('{}', { location: Buffer.from(location).toString('latin1') }, '302 Found');
  const { http } = await serving((socket) => socket.write(bytes));
  expect((await failureOf(read(http))).detail).toMatch(/^[\p{L}\p{N}\p{P}\p{S} ]+$/u);
});

const LINE = {
  id: 'evt_1',
  name: 'example.ping',
  identity_id: '00000000-0000-4000-8000-000000000001',
  payload: 1,
};

describe('a replay', () => {
  const stream = (text: string, headers = {}) =>
    answerOf(text, { 'content-type': 'application/x-ndjson', ...headers });
  const replay = (http: ProofClient, { timeoutMs } = { timeoutMs: 90_000 }) =>
    http.replay({
      purpose: 'to test',
      name: LINE.name,
      owner: LINE.identity_id,
      keep: () => true,
      timeoutMs,
    });

  it('gives the lines in their order, also when they come in pieces', async () => {
    const text = `${JSON.stringify(LINE)}\n${JSON.stringify({ ...LINE, id: 'evt_2', payload: 'ä' })}\n`;
    const bytes = stream(text);
    const { http } = await serving((socket) => {
      for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7));
    });
    expect((await replay(http)).map(({ id, payload }) => [id, payload])).toEqual([
      ['evt_1', 1],
      ['evt_2', 'ä'],
    ]);
  });

  it.each([
    ['JSON instead of lines', answerOf(`${JSON.stringify(LINE)}\n`), 'PR-ANSWER-TYPE'],
    ['a line without an end', stream(JSON.stringify(LINE)), 'PR-STREAM-CUT'],
    ['a line that is no JSON', stream('hello\n'), 'PR-STREAM-LINE'],
    ['a line with a key twice', stream('{"id":"1","id":"2"}\n'), 'PR-STREAM-LINE'],
    ['a line that is no event', stream('{}\n'), 'PR-STREAM-LINE'],
    [
      'an event of another name',
      stream(`${JSON.stringify({ ...LINE, name: 'example.pong' })}\n`),
      'PR-STREAM-NAME',
    ],
    [
      'an event of another account',
      stream(`${JSON.stringify({ ...LINE, identity_id: 'mallory' })}\n`),
      'PR-STREAM-FOREIGN',
    ],
    ['a line of two megabytes', stream(`"${'a'.repeat(2 * 1024 * 1024)}"\n`), 'PR-ANSWER-TOO-LARGE'],
  ] as const)('with %s is a failure', async (_, bytes, reason) => {
    const { http } = await serving((socket) => socket.write(bytes));
    expect((await failureOf(replay(http))).reasonId).toBe(reason);
  });

  it('that follows for ever is PR-ANSWER-TIMEOUT', async () => {
    const { http } = await serving((socket) => {
      socket.write(stream(`${JSON.stringify(LINE)}\n`, { 'content-length': '100000' }));
    });
    expect((await failureOf(replay(http, IMPATIENT))).reasonId).toBe('PR-ANSWER-TIMEOUT');
  });
});

describe('the beginning of an answer', () => {
  const statusOf = async (status: string, body: string) =>
    serving((socket) => socket.write(answerOf(body, {}, status)));

  it('is kept also of one that fails the check', async () => {
    const { http } = await statusOf('502 Bad Gateway', '{"error":"down"}');
    await failureOf(read(http));
    expect(http.log.all()).toMatchObject([{ status: 502, answer: '{"error":"down"}' }]);
  });

  it('of a stack that somebody else runs is kept only where it refuses', async () => {
    for (const [status, answer] of [
      ['200 OK', undefined],
      ['401 Unauthorized', '{"ok":true}'],
    ] as const) {
      const { url } = await statusOf(status, '{"ok":true}');
      const wire = new Wire();
      onTestFinished(() => wire.close());
      const signal = new AbortController().signal;
      const restrictions = { readOnly: true };
      const http = new Client({ wire, host: systemHost(), gatewayUrl: url, restrictions, signal });
      await http.call({ ...MODELS, status: [200, 401] });
      expect(http.log.all()[0]?.answer).toBe(answer);
    }
  });

  it('is never that of a mail', async () => {
    const { http, url } = await statusOf('200 OK', '{"items":[{"body":"your code is 123456"}]}');
    const target = { method: 'GET', base: `${url}/mailbox`, path: '/api/v2/messages' } as const;
    await http.call({ ...MODELS, target });
    expect(http.log.all()).toHaveLength(1);
    expect(http.log.all()[0]?.answer).toBeUndefined();
  });
});
