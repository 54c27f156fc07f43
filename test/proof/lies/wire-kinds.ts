import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ReasonId } from '../../../src/reasons/catalog.ts';
import type { Told } from '../lying-gateway.ts';
import { STRANGER, type Tell } from './lie.ts';

/** What kind of document a route answers with. */
export type DocumentKind = 'json' | 'lines';

/** A way of answering that no document of the contract allows, whatever is in it. */
export interface WireKind {
  readonly name: string;
  readonly tell: Tell;
  /** How it is caught; `shape` stands for the reason of the check that a document has another shape. */
  readonly reason: Readonly<Record<DocumentKind, ReasonId | 'shape'>>;
  /** True when it takes the whole patience of a call. */
  readonly slow?: true;
}

const MEGABYTE = 1024 * 1024;
const both = (reason: ReasonId | 'shape') => ({ json: reason, lines: reason });
const status = (code: number, headers: Record<string, string> = {}): Tell => {
  return (told) => {
    told.status = code;
    Object.assign(told.headers, headers);
  };
};
const body = (change: (text: string) => string | Buffer): Tell => {
  return (told) => {
    const changed = change(told.body);
    if (typeof changed === 'string') told.body = changed;
    else told.bytes = changed;
  };
};
const typed = (type: string, text: string): Tell => {
  return (told) => {
    told.headers['content-type'] = type;
    told.body = text;
  };
};
/** Answers below HTTP. */
const raw = (write: (socket: Socket, told: Told) => void): Tell => {
  return (told) => {
    told.wire = (socket) => write(socket, told);
  };
};
const head = ({ status: code, headers }: Told, more: Record<string, string> = {}): string => {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${code} Status\r\n${lines.join('')}\r\n`;
};
const bomb = gzipSync(Buffer.alloc(50 * MEGABYTE, 'a'));
const lost = both('PR-CONNECTION-LOST');
const broken = both('PR-HTTP-BROKEN');

/** Every such way, for any route. */
export const WIRE_KINDS: readonly WireKind[] = [
  { name: 'a page', tell: typed('text/html', '<html>Sign in</html>'), reason: both('PR-ANSWER-TYPE') },
  {
    name: 'a page that is called JSON',
    tell: typed('application/json', '<html>Sign in</html>'),
    reason: { json: 'PR-ANSWER-NOT-JSON', lines: 'PR-ANSWER-TYPE' },
  },
  { name: 'a text', tell: typed('text/plain', 'OK'), reason: both('PR-ANSWER-TYPE') },
  {
    name: 'a redirect elsewhere',
    tell: status(302, { location: 'https://evil.example.invalid/' }),
    reason: both('PR-REDIRECT'),
  },
  { name: 'the backend down', tell: status(502), reason: both('PR-BACKEND-DOWN') },
  { name: 'a failure', tell: status(500), reason: both('PR-SERVER-ERROR') },
  { name: 'too many requests', tell: status(429), reason: both('PR-RATE-LIMITED') },
  { name: 'no such route', tell: status(404), reason: both('PR-ROUTE-MISSING') },
  {
    name: 'nothing, and yes',
    tell: raw((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n')),
    reason: both('PR-STATUS'),
  },
  { name: 'nothing', tell: body(() => ''), reason: { json: 'PR-ANSWER-NOT-JSON', lines: 'shape' } },
  { name: 'null', tell: body(() => 'null\n'), reason: { json: 'shape', lines: 'PR-STREAM-LINE' } },
  {
    name: 'a list for an object',
    tell: body(() => `["${STRANGER}"]\n`),
    reason: { json: 'shape', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'a document and another one',
    tell: body((text) => `${text.trimEnd()}{"ok":true}\n`),
    reason: { json: 'PR-ANSWER-NOT-JSON', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'a key twice',
    tell: body((text) => text.replace('{', '{"zz":1,"zz":2,')),
    reason: { json: 'PR-ANSWER-AMBIGUOUS', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'a key twice by an escape',
    tell: body((text) => text.replace('{', '{"zz":1,"z\\u007a":2,')),
    reason: { json: 'PR-ANSWER-AMBIGUOUS', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'nested without end',
    tell: body((text) => text.replace('{', `{"zz":${'['.repeat(5000)}${']'.repeat(5000)},`)),
    reason: { json: 'PR-ANSWER-AMBIGUOUS', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'bytes that are no UTF-8',
    tell: body((text) => Buffer.from(text.replace('{', '{"zz":"\xff\xfe",'), 'latin1')),
    reason: { json: 'PR-ANSWER-NOT-UTF8', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'a byte order mark',
    tell: body((text) => `\ufeff${text}`),
    reason: { json: 'PR-ANSWER-NOT-JSON', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'a compressed bomb',
    tell: (told) => {
      told.headers['content-encoding'] = 'gzip';
      told.bytes = bomb;
    },
    reason: { json: 'PR-ANSWER-ENCODED', lines: 'PR-STREAM-LINE' },
  },
  {
    name: 'a megabyte of headers',
    tell: raw((socket, told) => socket.write(head(told, { 'x-much': 'a'.repeat(MEGABYTE) }))),
    reason: both('PR-HEADERS-TOO-LARGE'),
  },
  {
    name: 'ten thousand headers',
    tell: raw((socket, told) => {
      const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`x-${n}`, 'a']));
      socket.write(head(told, many));
    }),
    reason: both('PR-HEADERS-TOO-LARGE'),
  },
  {
    name: 'nonsense for a chunk',
    tell: raw((socket, told) =>
      socket.write(`${head(told, { 'transfer-encoding': 'chunked' })}zz\r\nnonsense`),
    ),
    reason: broken,
  },
  {
    name: 'two lengths',
    tell: raw((socket, told) => {
      const length = `content-length: ${told.body.length}\r\ncontent-length: 5`;
      socket.write(head(told, { 'x-a': `b\r\n${length}` }));
    }),
    reason: broken,
  },
  {
    name: 'another protocol',
    tell: raw((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
    reason: broken,
  },
  { name: 'a reset before the status', tell: raw((socket) => socket.resetAndDestroy()), reason: lost },
  {
    name: 'a reset in the headers',
    tell: raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () => socket.resetAndDestroy())),
    reason: lost,
  },
  {
    name: 'a reset in the body',
    tell: raw((socket, told) => {
      const cut = `${head(told, { 'content-length': '10000' })}${told.body.slice(0, 5)}`;
      socket.write(cut, () => setTimeout(() => socket.resetAndDestroy(), 5));
    }),
    reason: lost,
  },
  {
    name: 'a body without an end',
    tell: raw((socket, told) => {
      socket.write(`${head(told, { 'content-length': '100000000000' })}"`);
      const more = () => {
        while (!socket.destroyed && socket.write('a'.repeat(65_536)));
      };
      socket.on('drain', more);
      more();
    }),
    reason: both('PR-ANSWER-TOO-LARGE'),
  },
  {
    name: 'no answer',
    tell: raw(() => undefined),
    reason: both('PR-ANSWER-TIMEOUT'),
    slow: true,
  },
  {
    name: 'a slow drip',
    tell: raw((socket, told) => {
      socket.write(head(told, { 'content-length': '100000' }));
      const timer = setInterval(() => socket.write(' '), 50);
      socket.on('close', () => clearInterval(timer));
    }),
    reason: both('PR-ANSWER-TIMEOUT'),
    slow: true,
  },
  {
    name: 'headers that drip',
    tell: raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket.write('a'), 50);
      socket.on('close', () => clearInterval(timer));
    }),
    reason: both('PR-ANSWER-TIMEOUT'),
    slow: true,
  },
];
