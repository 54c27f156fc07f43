/** Deepest nesting of a JSON document that a service takes. */
const MAX_DEPTH = 128;

/** Node has it since 21; TypeScript's library for ES2024 has not. */
interface ExactJson {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}

/**
 * Parses one JSON document and nothing after it.
 * @param text the whole document
 * @throws SyntaxError when it is malformed, has trailing data or is nested too deep
 */
export function parseJson(text: string): unknown {
  refuseDepth(text);
  return JSON.parse(text);
}

/**
 * Parses like {@link parseJson}, but a number keeps the digits it was written with when it is printed again: `1.0`, `1e3`
 * and integers beyond 2^53 come back as they were sent.
 * @throws SyntaxError as {@link parseJson}
 */
export function parseJsonExactly(text: string): unknown {
  refuseDepth(text);
  const exact = JSON as unknown as ExactJson;
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value)
      ? exact.rawJSON(source)
      : value,
  );
}

function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === 0x5c) at++;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x7b || character === 0x5b) {
      depth++;
      if (depth > MAX_DEPTH) throw new SyntaxError('JSON nested too deep');
    } else if (character === 0x7d || character === 0x5d) depth--;
  }
}
