import {
  GATEWAY_READ_TIMEOUT_SECONDS,
  type GatewayLocation,
  gatewayLocationFor,
  LOCAL_STACK_NAME,
  PORTAL_REDIRECT,
  servicePath,
} from '../../contract/gateway.ts';
import type { ServiceContext, ServiceDefinition } from '../service.ts';
import { nginxPage } from './nginx-pages.ts';
import { ReadTimer } from './read-timer.ts';
import { decodedPath, encodedPath } from './request-path.ts';

/** Headers of one connection, not of the request or answer that comes over it (RFC 9110, section 7.6.1). */
const CONNECTION_HEADERS = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The gateway: routes by the contract's table and answers `/readyz` and `/portal` itself, without asking anyone. */
export const nginx: ServiceDefinition = {
  id: 'nginx',
  dependsOn: [
    'bus-auth',
    'bus-events',
    'bus-usage-api',
    'bus-billing-api',
    'bus-stripe',
    'bus-vm',
    'bus-containers',
    'bus-notes-api',
    'bus-container-router',
    'bus-llm',
    'bus-portal',
  ],
  async start(context) {
    return { handle: (request) => answer(request, context), stop: async () => undefined };
  },
};

async function answer(request: Request, context: ServiceContext): Promise<Response> {
  const path = decodedPath(new URL(request.url).pathname);
  const location = path === undefined ? undefined : gatewayLocationFor(path);
  const response = await respond(request, path, location, context);
  // The location and not the path: a path can hold the portal's capability token.
  context.log(`${request.method} ${location?.path ?? '(no location)'} ${response.status}`);
  return response;
}

async function respond(
  request: Request,
  path: string | undefined,
  location: GatewayLocation | undefined,
  context: ServiceContext,
): Promise<Response> {
  if (path === undefined) return nginxPage(400);
  if (location === undefined) return nginxPage(404);
  if (location.upstream !== null) return await forward(request, path, location, context);
  if (location.path === '/portal') return nginxPage(302, { location: PORTAL_REDIRECT });
  const body = `${JSON.stringify({ ok: true, stack: LOCAL_STACK_NAME })}\n`;
  return new Response(body, { headers: { server: 'nginx', 'content-type': 'application/json' } });
}

async function forward(
  request: Request,
  path: string,
  location: GatewayLocation,
  context: ServiceContext,
): Promise<Response> {
  const silence = new ReadTimer(GATEWAY_READ_TIMEOUT_SECONDS * 1000);
  try {
    const response = await context.fetch(
      new Request(upstreamUrl(request.url, path, location), {
        method: request.method,
        headers: forwardedHeaders(request),
        body: request.body === null ? null : await request.arrayBuffer(),
        signal: AbortSignal.any([request.signal, silence.signal]),
      }),
    );
    const headers = endToEnd(response.headers);
    headers.set('server', 'nginx');
    return new Response(silence.watch(response.body), { status: response.status, headers });
  } catch {
    silence.clear();
    request.signal.throwIfAborted();
    return nginxPage(silence.signal.aborted ? 504 : 502);
  }
}

function upstreamUrl(url: string, path: string, location: GatewayLocation): string {
  const { pathname, search } = new URL(url);
  const target = location.rewrite === null ? pathname : encodedPath(servicePath(location, path));
  return `${location.upstream}${target}${search}`;
}

function forwardedHeaders(request: Request): Headers {
  const headers = endToEnd(request.headers);
  const hops = [request.headers.get('x-forwarded-for'), '127.0.0.1'].filter((hop) => hop !== null);
  headers.set('x-real-ip', '127.0.0.1');
  headers.set('x-forwarded-for', hops.join(', '));
  headers.set('x-forwarded-proto', 'http');
  return headers;
}

function endToEnd(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of CONNECTION_HEADERS) kept.delete(name);
  return kept;
}
