import { ROUTES, type Route } from '../contract/routes.ts';
import type { LineOutput } from '../headless/output.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { tableLines } from './table.ts';

/** Flags of `bus-setup routes`. */
export interface RouteFlags {
  readonly format: string;
  readonly json?: boolean;
}

/**
 * Prints the route catalog.
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for an unknown format
 */
export async function printRoutes(console: { readonly out: LineOutput }, flags: RouteFlags): Promise<number> {
  const format = flags.json === true ? 'json' : flags.format;
  for (const line of routeLines(ROUTES, format)) console.out.line(line);
  return 0;
}

function routeLines(routes: readonly Route[], format: string): string[] {
  switch (format) {
    case 'table':
      return tableLines([
        ['ROUTE', 'METHOD', 'PATH', 'EXPOSURE', 'AUTH', 'SERVICE', 'LOCAL ONLY'],
        ...routes.map((route) => [
          route.id,
          route.method,
          route.path,
          route.exposure,
          authText(route),
          route.service,
          route.localOnly ? 'yes' : '',
        ]),
      ]);
    case 'json':
      return [JSON.stringify({ v: 1, routes: routes.map(plainRoute) }, null, 2)];
    case 'md':
      return markdown(routes);
    default:
      throw new SetupError('RN-USAGE', `--format takes table, md or json, not ${format}`);
  }
}

/** A route as data that leaves the program: everything but the schemas. */
export function plainRoute(route: Route): Record<string, unknown> {
  const { request: _request, response: _response, ...facts } = route;
  return facts;
}

function authText(route: Route): string {
  if (route.auth !== 'bearer') return route.auth;
  const joined = route.scopes.join(route.scopeRule === 'any-of' ? ' or ' : ' ');
  return `${route.audience ?? ''} ${joined}`.trim();
}

function markdown(routes: readonly Route[]): string[] {
  return [
    '| Route | Method | Path | Owner | Service | Exposure | Audience and scopes | Local only | Proof |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...routes.map((route) =>
      [
        '',
        route.id,
        route.method,
        `\`${route.path}\``,
        route.module,
        route.service,
        route.exposure,
        authText(route),
        route.localOnly ? (route.localNote ?? 'yes') : '',
        `\`${route.proofCommand.replaceAll('|', '\\|')}\``,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ];
}
