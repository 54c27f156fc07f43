import { type Dispatcher, request } from 'undici';
import { fillPath, type Route } from '../contract/routes.ts';
import { type ReasonId, reason } from '../reasons/catalog.ts';
import type { RouteFinding } from './route-findings.ts';

/** Milliseconds that one question may take. */
const QUESTION_MS = 4_000;
/** Most bytes of an answer that are looked at. */
const LOOKED_AT_BYTES = 4_096;
/** A segment that stands for nobody and nothing. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Paths of BusDK modules that the gateway of this stack does not publish. */
const UNPUBLISHED = [
  '/api/v1/tasks',
  '/api/v1/workers',
  '/api/v1/services',
  '/api/v1/terminal/sessions',
  '/api/v1/threads',
  '/api/internal/cloud/status',
  '/api/internal/node/status',
  '/api/internal/database/status',
  '/api/internal/inference/status',
  '/healthz',
  '/openapi.json',
  '/diagnostics',
] as const;

/** Which gateway is asked, and how. */
export interface GatewayQuestion {
  /** Base URL without a slash at the end. */
  readonly gatewayUrl: string;
  /** False for a stack that rightly hides its internal routes from here. */
  readonly internalRoutes: boolean;
  readonly dispatcher?: Dispatcher;
  readonly signal: AbortSignal;
}

/**
 * Asks a running gateway which paths it knows: one GET without a token for each path of the catalog, and for each path
 * that it should not know. A GET without a token changes nothing, and a service that refuses it has been reached.
 * @returns what differs from the catalog
 * @throws Error when the gateway itself gives no answer; the signal's reason when it is aborted
 */
export async function compareWithAnswers(
  routes: readonly Route[],
  question: GatewayQuestion,
): Promise<readonly RouteFinding[]> {
  const asked = routes.filter(({ exposure }) => question.internalRoutes || exposure === 'public');
  const paths = new Map(asked.map((route) => [route.path, route.id]));
  const known = [...paths].map(async ([template, id]) => {
    const path = fillPath(template, filled(template));
    const seen = await judge(path, question);
    return { seen, found: typeof seen === 'object' ? silent(id, path) : finding(id, path, seen) };
  });
  const unknown = UNPUBLISHED.map(async (path) => {
    const seen = await judge(path, question);
    if (typeof seen === 'object') return { seen, found: silent(path, path) };
    return { seen, found: seen === 'RT-NOT-ROUTED' ? [] : finding(path, path, 'RT-NOT-IN-CATALOG') };
  });
  const answers = await Promise.all([...known, ...unknown]);
  const [first] = answers;
  // One service that hangs is a finding; a gateway of which nothing is heard has told nothing about any path.
  if (typeof first?.seen === 'object' && answers.every(({ seen }) => typeof seen === 'object'))
    throw first.seen.unanswered;
  return answers.flatMap(({ found }) => found);
}

function filled(template: string): Record<string, string> {
  return Object.fromEntries([...template.matchAll(/\{([a-z_]+)\}/g)].map(([, name = '']) => [name, NOBODY]));
}

function finding(subject: string, path: string, id: ReasonId | undefined): readonly RouteFinding[] {
  return id === undefined ? [] : [{ seenIn: 'answers', subject, reason: reason(id, `GET ${path}`) }];
}

function silent(subject: string, path: string): readonly RouteFinding[] {
  const detail = `GET ${path}: no answer within ${QUESTION_MS / 1_000} s`;
  return [{ seenIn: 'answers', subject, reason: reason('RT-NO-BACKEND', detail) }];
}

/** What one path gave; `unanswered` holds the error where nothing came back. */
type Judgement = 'RT-NOT-ROUTED' | 'RT-NO-BACKEND' | undefined | { readonly unanswered: unknown };

async function judge(path: string, question: GatewayQuestion): Promise<Judgement> {
  try {
    return await ask(path, question);
  } catch (error) {
    question.signal.throwIfAborted();
    return { unanswered: error };
  }
}

/** What is wrong with a path: nothing when a service, or the gateway on purpose, answered. */
async function ask(
  path: string,
  question: GatewayQuestion,
): Promise<'RT-NOT-ROUTED' | 'RT-NO-BACKEND' | undefined> {
  const { gatewayUrl, dispatcher, signal } = question;
  const { statusCode, headers, body } = await request(`${gatewayUrl}${path}`, {
    ...(dispatcher === undefined ? {} : { dispatcher }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS)]),
  });
  const page = String(headers['content-type'] ?? '').startsWith('text/html') ? await firstBytes(body) : '';
  body.on('error', () => undefined).destroy();
  if (statusCode >= 502 && statusCode <= 504) return 'RT-NO-BACKEND';
  // The page is nginx's own; a service answers 404 in JSON, the portal in HTML of its own.
  return statusCode === 404 && /<center>nginx/.test(page) ? 'RT-NOT-ROUTED' : undefined;
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString('latin1');
    if (text.length >= LOOKED_AT_BYTES) break;
  }
  return text;
}
