import type { Route } from '../contract/routes.ts';

/** A route as data that leaves the program: everything but the schemas, which are code. */
export function plainRoute(route: Route): Record<string, unknown> {
  const { request: _request, query: _query, response: _response, ...facts } = route;
  return facts;
}

/** Who may call a route, in a few words: `ai.hg.fi/api llm:proxy`, `internal-key`, `none`. */
function accessWords({ auth, audience, scopes, scopeRule }: Route): string {
  if (auth !== 'bearer') return auth;
  const joined = scopes.join(scopeRule === 'any-of' ? ' or ' : ' ');
  return `${audience ?? ''} ${joined}${scopeRule === 'per-event' ? ' (per event name)' : ''}`.trim();
}

/** Whether a route is local or for show, in a few words; empty when it is neither. */
function localWords({ localOnly, localNote }: Route): string {
  return localNote ?? (localOnly ? 'local only' : '');
}

/** The cells of the catalog as a plain table, the head first. */
export function routeRows(routes: readonly Route[]): readonly (readonly string[])[] {
  return [
    ['ROUTE', 'METHOD', 'PATH', 'EXPOSURE', 'ACCESS', 'SERVICE', 'LOCAL OR DEMO'],
    ...routes.map((route) => [
      route.id,
      route.method,
      route.path,
      route.exposure,
      accessWords(route),
      route.service,
      localWords(route) === '' ? '' : route.localOnly ? 'local only' : 'see note',
    ]),
  ];
}

/** The catalog as a Markdown table, then the proof command of each route. */
export function routeMarkdown(routes: readonly Route[]): readonly string[] {
  return [
    '| Route | Method | Path | Owner | Backend | Exposure | Audience and scopes | Local or demo only |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...routes.map((route) => {
      const cells = [
        `\`${route.id}\``,
        route.method,
        `\`${route.path}\``,
        route.module,
        route.upstream === null ? 'the gateway itself' : route.service,
        route.exposure,
        accessWords(route),
        localWords(route),
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
    '',
    'The proof command of each route; values are named by variables, never written out:',
    '',
    '```sh',
    ...routes.flatMap((route) => [`# ${route.id}: ${route.summary}`, route.proofCommand]),
    '```',
  ];
}
