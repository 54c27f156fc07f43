/**
 * Splits a body into its lines, without the line ends; blank lines are left out.
 * @param body bytes of UTF-8 text
 * @param limit most characters of one line
 * @throws Error when a line is longer, and whatever the body's source throws
 */
export async function* readLines(body: ReadableStream<Uint8Array>, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit) throw new Error(`a line is longer than ${limit} characters`);
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
