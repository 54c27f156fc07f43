/** Why a text is not the JSON that a check accepts. */
export type JsonFault = 'encoding' | 'syntax' | 'duplicate-key' | 'depth';

/** Deepest nesting that is accepted; no document of the contract comes near. */
const MAX_DEPTH = 64;

/** A string of valid JSON, and the colon that makes it a key. */
const STRING_OR_KEY = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/** Thrown for a document that two readers could understand differently, or not at all. */
export class JsonFaultError extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault, message: string) {
    super(message);
    this.name = 'JsonFaultError';
    this.fault = fault;
  }
}

/**
 * Decodes UTF-8 and refuses what a lenient reader would paper over.
 * @throws JsonFaultError `encoding` for bytes that are not UTF-8
 */
export function strictUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new JsonFaultError('encoding', 'the body is not valid UTF-8');
  }
}

/**
 * Parses one JSON document and nothing after it.
 * @param text the document; surrounding white space is allowed
 * @throws JsonFaultError for syntax errors, trailing data, a key that stands twice in one object, and nesting beyond 64
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonFaultError('syntax', 'the body is not one JSON document');
  }
  // JSON.parse keeps the last of two equal keys. In valid JSON every written key must be found again in the value.
  if (countKeys(value, 0) !== writtenKeys(text)) {
    throw new JsonFaultError('duplicate-key', 'an object of the body has the same key twice');
  }
  return value;
}

function writtenKeys(text: string): number {
  let keys = 0;
  for (const match of text.matchAll(STRING_OR_KEY)) if (match[1] !== undefined) keys += 1;
  return keys;
}

function countKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= MAX_DEPTH)
    throw new JsonFaultError('depth', `the body is nested deeper than ${MAX_DEPTH} levels`);
  const members = Object.values(value);
  let keys = Array.isArray(value) ? 0 : members.length;
  for (const member of members) keys += countKeys(member, depth + 1);
  return keys;
}
