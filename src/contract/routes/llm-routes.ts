import {
  chatCompletionRequest,
  chatCompletionResponse,
  completionRequest,
  completionResponse,
  embeddingsRequest,
  modelListResponse,
  responsesRequest,
  responsesResponse,
} from '../llm.ts';
import { AUDIENCES } from '../tokens.ts';
import type { RouteSpec } from './route-spec.ts';

const LLM = { auth: 'bearer', audience: AUDIENCES.api, scopes: ['llm:proxy'], localOnly: false } as const;
const CODEX_BACKED = { ...LLM, localNote: 'backed by Codex: a live answer needs Codex credentials' } as const;
const BEARER = '-H "Authorization: Bearer $BUS_API_TOKEN"';
const JSON_POST = `curl -fsS -X POST -H 'Content-Type: application/json' ${BEARER}`;

/** Routes of the LLM module (bus-api-provider-llm page). */
export const LLM_ROUTES = [
  {
    ...LLM,
    id: 'llm.models',
    method: 'GET',
    path: '/v1/models',
    summary: 'model catalog',
    note: 'whether the scope is needed here is left open; the reference stack asks for it',
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/v1/models"`,
    response: modelListResponse,
  },
  {
    ...CODEX_BACKED,
    id: 'llm.chat-completions',
    method: 'POST',
    path: '/v1/chat/completions',
    summary: 'chat completion, OpenAI-compatible',
    successStatus: [200],
    proofCommand: `${JSON_POST} -d '{"model":"codex-chatgpt","messages":[{"role":"user","content":"Reply with BUS_CODEX_OK only."}]}' "$BUS_BASE_URL/v1/chat/completions"`,
    request: chatCompletionRequest,
    response: chatCompletionResponse,
  },
  {
    ...CODEX_BACKED,
    id: 'llm.completions',
    method: 'POST',
    path: '/v1/completions',
    summary: 'text completion, OpenAI-compatible',
    successStatus: [200],
    proofCommand: `${JSON_POST} -d '{"model":"codex-chatgpt","prompt":"Reply with BUS_CODEX_OK only."}' "$BUS_BASE_URL/v1/completions"`,
    request: completionRequest,
    response: completionResponse,
  },
  {
    ...CODEX_BACKED,
    id: 'llm.responses',
    method: 'POST',
    path: '/v1/responses',
    summary: 'response, OpenAI-compatible',
    successStatus: [200],
    proofCommand: `${JSON_POST} -d '{"model":"codex-chatgpt","input":"Reply with BUS_CODEX_OK only."}' "$BUS_BASE_URL/v1/responses"`,
    request: responsesRequest,
    response: responsesResponse,
  },
  {
    ...CODEX_BACKED,
    id: 'llm.embeddings',
    method: 'POST',
    path: '/v1/embeddings',
    summary: 'embeddings, OpenAI-compatible',
    note: 'no event carries embeddings, so the local events backend answers 503 backend_unavailable',
    successStatus: [200],
    proofCommand: `${JSON_POST} -d '{"model":"codex-chatgpt","input":"hello"}' "$BUS_BASE_URL/v1/embeddings"`,
    request: embeddingsRequest,
  },
] as const satisfies readonly RouteSpec[];
