import { isMap, isScalar, isSeq, type Node, parseAllDocuments, type Scalar } from 'yaml';
import type { Leaf } from './leaf.ts';

/** The parser of a megabyte takes a second: larger files are read as text. */
const LARGEST = 512 * 1024;

/**
 * Reads YAML, several documents too, and says where its scalars stand.
 * @returns undefined when the bytes are not YAML or too many of them
 */
export function yamlLeaves(bytes: Buffer): Leaf[] | undefined {
  if (bytes.length > LARGEST) return undefined;
  // One character a byte: the parser's offsets are then offsets in the bytes.
  const text = bytes.toString('latin1');
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, strict: false });
  if (!Array.isArray(documents) || documents.some((document) => document.errors.length > 0)) return undefined;
  const walk = new YamlWalk(text);
  for (const document of documents) if (document.contents !== null) walk.node(document.contents, []);
  return walk.leaves;
}

class YamlWalk {
  readonly leaves: Leaf[] = [];
  readonly #text: string;
  #parents = 0;

  constructor(text: string) {
    this.#text = text;
  }

  node(node: Node, path: readonly string[], parent = 0): void {
    if (isScalar(node)) {
      this.#scalar(node, path, parent);
    } else if (isSeq(node)) {
      const number = ++this.#parents;
      for (const item of node.items) if (isYamlNode(item)) this.node(item, [...path, '[]'], number);
    } else if (isMap(node)) {
      const number = ++this.#parents;
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (isYamlNode(value)) this.node(value, [...path, name], number);
      }
    }
  }

  #scalar(node: Scalar, path: readonly string[], parent: number): void {
    if (!node.range || node.value === null) return;
    const [from, to] = node.range;
    const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    const raw = this.#text.slice(from, to);
    const end = isQuoted ? to - 1 : from + raw.trimEnd().length;
    if (end <= from) return;
    this.leaves.push({
      path,
      value: Buffer.from(String(node.value), 'latin1').toString('utf8'),
      start: isQuoted ? from + 1 : from,
      end,
      quote: isQuoted ? '' : '"',
      kind: typeof node.value === 'string' ? 'string' : typeof node.value === 'number' ? 'number' : 'word',
      parent,
    });
  }
}

function isYamlNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
