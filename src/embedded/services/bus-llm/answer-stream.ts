import {
  chatCompletionResponse,
  completionResponse,
  type LlmExecutionRequest,
  responsesResponse,
  STREAM_DONE,
} from '../../../contract/llm.ts';

/** Characters of text in one piece of a streamed answer. */
const PIECE = 48;

type Json = Readonly<Record<string, unknown>>;

/**
 * Streams a finished answer as server-sent events in the endpoint's OpenAI form. The answer came in one event, so
 * the pieces are cut here; usage is in the last chunk.
 * @param answer body of the answer as it would be sent without streaming
 * @returns a 200 with `text/event-stream`
 */
export function streamedAnswer(endpoint: LlmExecutionRequest['endpoint'], answer: Json): Response {
  const lines = endpoint === '/v1/responses' ? responsesEvents(answer) : completionChunks(endpoint, answer);
  const body = ReadableStream.from(encoded(lines));
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  });
}

function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const line of lines) yield encoder.encode(line);
}

function* completionChunks(
  endpoint: '/v1/chat/completions' | '/v1/completions',
  answer: Json,
): Generator<string> {
  const chat = endpoint === '/v1/chat/completions';
  const { choices: _, usage, object: __, ...head } = answer;
  const about = { ...head, object: chat ? 'chat.completion.chunk' : 'text_completion' };
  const chunk = (choice: Json, finish_reason: string | null) =>
    data({ ...about, choices: [{ index: 0, ...choice, finish_reason }] });

  if (chat) yield chunk({ delta: { role: 'assistant', content: '' } }, null);
  const text = chat
    ? (chatCompletionResponse.parse(answer).choices[0]?.message.content ?? '')
    : (completionResponse.parse(answer).choices[0]?.text ?? '');
  for (const piece of pieces(text)) {
    yield chunk(chat ? { delta: { content: piece } } : { text: piece }, null);
  }
  yield chunk(chat ? { delta: {} } : { text: '' }, 'stop');
  if (usage !== undefined) yield data({ ...about, choices: [], usage });
  yield `data: ${STREAM_DONE}\n\n`;
}

function* responsesEvents(answer: Json): Generator<string> {
  const [item] = responsesResponse.parse(answer).output;
  const text = item?.content?.map((part) => part.text ?? '').join('') ?? '';
  const { usage: _, ...begun } = { ...answer, status: 'in_progress', output: [] } as Json;
  const message = { id: item?.id, type: 'message', role: 'assistant' };
  const place = { item_id: item?.id, output_index: 0, content_index: 0 };
  const part = { type: 'output_text', text: '', annotations: [] };
  const finished = { ...part, text };

  let sequence_number = 0;
  const event = (type: string, fields: Json) =>
    `event: ${type}\n${data({ type, sequence_number: sequence_number++, ...fields })}`;
  yield event('response.created', { response: begun });
  yield event('response.in_progress', { response: begun });
  yield event('response.output_item.added', {
    output_index: 0,
    item: { ...message, status: 'in_progress', content: [] },
  });
  yield event('response.content_part.added', { ...place, part });
  for (const delta of pieces(text)) yield event('response.output_text.delta', { ...place, delta });
  yield event('response.output_text.done', { ...place, text });
  yield event('response.content_part.done', { ...place, part: finished });
  yield event('response.output_item.done', {
    output_index: 0,
    item: { ...message, status: 'completed', content: [finished] },
  });
  yield event('response.completed', { response: answer });
}

function data(value: Json): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** Cuts between characters, never inside one. */
function* pieces(text: string): Generator<string> {
  const characters = [...text];
  for (let at = 0; at < characters.length; at += PIECE) yield characters.slice(at, at + PIECE).join('');
}
