import type { GatewayLocation } from '../contract/gateway.ts';

/** A `location` of an nginx configuration, as far as it says where a request goes. */
export interface ConfiguredLocation extends Pick<GatewayLocation, 'match' | 'path' | 'upstream' | 'rewrite'> {
  /** Line of the file, from 1. */
  readonly line: number;
}

/** What an nginx configuration says of its routes. */
export interface NginxRoutes {
  readonly locations: readonly ConfiguredLocation[];
  /** What may route too and was not read: regular expressions, includes, variables. One phrase each. */
  readonly unread: readonly string[];
}

/** A word, or one of `{`, `}`, `;`. */
interface Token {
  readonly text: string;
  /** True for a word in quotes: then `{` is a letter. */
  readonly quoted: boolean;
  readonly line: number;
}

/** A directive with its words and, for a block, what stands inside. */
interface Directive {
  readonly words: readonly string[];
  readonly line: number;
  readonly block: readonly Directive[];
}

/** Comments, quoted words, the three signs, words; `\` takes the next character as it is (nginx's ngx_conf_file.c). */
const TOKEN =
  /#[^\n]*|"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|([{};])|((?:\\[\s\S]|\$\{|[^\s{};"'#\\])(?:\\[\s\S]|\$\{|[^\s{};\\])*)/g;

/**
 * Reads the locations of an nginx configuration. What it cannot place it names; it never guesses.
 * @param text content of nginx.conf or of a file that it includes
 * @throws SyntaxError when the braces do not match
 */
export function readNginxRoutes(text: string): NginxRoutes {
  const locations: ConfiguredLocation[] = [];
  const unread: string[] = [];
  const walk = (directives: readonly Directive[]): void => {
    for (const { words, line, block } of directives) {
      const [name = '', ...rest] = words;
      if (name === 'include' && !rest[0]?.endsWith('mime.types')) {
        unread.push(`line ${line}: include ${rest.join(' ')}`);
      }
      if (name === 'location') {
        const found = locationOf(rest, block, line);
        if (typeof found === 'string') unread.push(found);
        else locations.push(found);
      }
      walk(block);
    }
  };
  walk(directivesOf(text));
  return { locations, unread };
}

function locationOf(
  words: readonly string[],
  block: readonly Directive[],
  line: number,
): ConfiguredLocation | string {
  const [modifier, path = modifier ?? ''] = words;
  if (modifier === '~' || modifier === '~*') return `line ${line}: location ${words.join(' ')} is a pattern`;
  if (path.startsWith('@')) return `line ${line}: location ${path} has a name and no path`;
  const match = modifier === '=' ? 'exact' : 'prefix';
  const target = block.find(({ words: [name] }) => name === 'proxy_pass')?.words[1];
  if (target === undefined) return { match, path, upstream: null, rewrite: null, line };
  const parts = /^(https?:\/\/[^/$]+)(\/[^$]*)?$/.exec(target);
  if (parts?.[1] === undefined) return `line ${line}: proxy_pass ${target} depends on a variable`;
  return { match, path, upstream: parts[1], rewrite: parts[2] ?? null, line };
}

function directivesOf(text: string): readonly Directive[] {
  const tokens = tokensOf(text);
  let at = 0;
  const block = (inside: boolean): readonly Directive[] => {
    const directives: Directive[] = [];
    let words: Token[] = [];
    const end = (children: readonly Directive[]): void => {
      const [first] = words;
      if (first !== undefined) {
        directives.push({ words: words.map((word) => word.text), line: first.line, block: children });
      }
      words = [];
    };
    while (at < tokens.length) {
      const token = tokens[at++];
      if (token === undefined) break;
      if (token.quoted || !/^[{};]$/.test(token.text)) words.push(token);
      else if (token.text === ';') end([]);
      else if (token.text === '{') end(block(true));
      else if (inside) return directives;
      else throw new SyntaxError(`line ${token.line}: } without {`);
    }
    if (inside || words.length > 0) throw new SyntaxError('the last block or directive has no end');
    return directives;
  };
  return block(false);
}

function tokensOf(text: string): readonly Token[] {
  let line = 1;
  let from = 0;
  return [...text.matchAll(TOKEN)].flatMap(({ 0: whole, 1: double, 2: single, index }) => {
    line += text.slice(from, index).split('\n').length - 1;
    from = index;
    if (whole.startsWith('#')) return [];
    const quoted = double ?? single;
    return [{ text: quoted ?? whole, quoted: quoted !== undefined, line }];
  });
}
