import type { Leaf } from './leaf.ts';

/** `.netrc`: the words after `password` and `account`, on the same line or the next. */
export function netrcLeaves(bytes: Buffer): Leaf[] {
  return words(bytes, /\b(password|account)[ \t\r\n]+("[^"\n]{0,4096}"|[^\s]{1,4096})/g);
}

/** `.pgpass`: the fifth field of a line; a colon in a field is behind a backslash. */
export function pgpassLeaves(bytes: Buffer): Leaf[] {
  return words(
    bytes,
    /^(?:[^:\\\n]|\\.){0,256}:(?:[^:\\\n]|\\.){0,256}:(?:[^:\\\n]|\\.){0,256}:((?:[^:\\\n]|\\.){0,256}):([^\r\n]{1,4096})/gm,
  );
}

/** `userlist.txt` of PgBouncer: the second word of a line. */
export function userlistLeaves(bytes: Buffer): Leaf[] {
  return words(bytes, /^[ \t]*("(?:[^"\n]|""){0,256}")[ \t]+("(?:[^"\n]|""){1,4096}")/gm);
}

function words(bytes: Buffer, pattern: RegExp): Leaf[] {
  const text = bytes.toString('latin1');
  return [...text.matchAll(pattern)].map((match) => {
    const raw = match[2] ?? '';
    const isQuoted = raw.startsWith('"') && raw.endsWith('"') && raw.length > 1;
    const end = match.index + match[0].length - (isQuoted ? 1 : 0);
    const start = match.index + match[0].length - raw.length + (isQuoted ? 1 : 0);
    return {
      path: ['password'],
      value: Buffer.from(text.slice(start, end), 'latin1').toString('utf8'),
      start,
      end,
      quote: '',
      kind: 'string',
      parent: 0,
    };
  });
}
