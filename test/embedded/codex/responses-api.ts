import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the API answers a request for a response. */
export type ResponsesBehaviour =
  /** streams this text and completes */
  | { readonly kind: 'text'; readonly text: string }
  /** refuses with this status */
  | { readonly kind: 'status'; readonly status: number; readonly type?: string }
  /** streams half of the text and drops the connection */
  | { readonly kind: 'cut' }
  /** streams a letter again and again, and never completes */
  | { readonly kind: 'trickle' }
  /** begins an answer, and then sends comments only */
  | { readonly kind: 'comments' }
  /** never answers */
  | { readonly kind: 'silent' };

/** Words of the provider that must never be passed on. */
export const RAW_ERROR = 'raw words of the provider';

/** An OpenAI Responses API on loopback, as far as the Codex CLI uses it. */
export interface ResponsesApi {
  /** Base URL with `/v1`. */
  readonly url: string;
  behaviour: ResponsesBehaviour;
  /** Pieces that were sent of answers without an end. */
  pieces: number;
  /** Requests so far: method, path, and whether credentials came with it. */
  readonly requests: readonly {
    readonly path: string;
    readonly authorized: boolean;
    readonly body: string;
  }[];
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startResponsesApi(behaviour: ResponsesBehaviour): Promise<ResponsesApi> {
  const requests: { path: string; authorized: boolean; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = `${request.method} ${request.url?.split('?')[0]}`;
    const body = Buffer.concat(chunks).toString('utf8');
    requests.push({ path, authorized: request.headers.authorization !== undefined, body });
    const refuse = (status: number, type: string) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: RAW_ERROR, type, code: type } }));
    };
    const how = api.behaviour;
    // Logins are renewed here too; nothing of it ever works.
    if (path !== 'POST /v1/responses') return refuse(401, 'invalid_grant');
    if (how.kind === 'silent') return;
    if (how.kind === 'status') return refuse(how.status, how.type ?? 'some_error');

    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (type: string, members: object) =>
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`);
    const text = how.kind === 'text' ? how.text : 'half of an ans';
    const item = { type: 'message', role: 'assistant', id: 'msg_1' };
    const part = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    send('response.created', { response: { id: 'resp_1' } });
    send('response.output_item.added', { output_index: 0, item: { ...item, content: [] } });
    send('response.output_text.delta', { ...part, delta: text });
    if (how.kind === 'trickle' || how.kind === 'comments') {
      const more = setInterval(() => {
        api.pieces += 1;
        if (how.kind === 'comments') response.write(': still here\n\n');
        else send('response.output_text.delta', { ...part, delta: 'x' });
      }, 200);
      response.once('close', () => clearInterval(more));
      return;
    }
    if (how.kind === 'cut') {
      setTimeout(() => response.destroy(), 50);
      return;
    }
    send('response.output_item.done', {
      output_index: 0,
      item: { ...item, content: [{ type: 'output_text', text }] },
    });
    const usage = { input_tokens: 11, output_tokens: 3, total_tokens: 14 };
    send('response.completed', {
      response: {
        id: 'resp_1',
        usage: { ...usage, input_tokens_details: null, output_tokens_details: null },
      },
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api: ResponsesApi = {
    url: `http://127.0.0.1:${port}/v1`,
    behaviour,
    pieces: 0,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}
