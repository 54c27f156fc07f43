import { resolve } from 'node:path';
import { compareWithAnswers } from '../catalog/ask-gateway.ts';
import { readNginxRoutes } from '../catalog/nginx-conf.ts';
import { openApiDocument } from '../catalog/openapi.ts';
import { compareWithConfiguration, type RouteFinding } from '../catalog/route-findings.ts';
import { plainRoute, routeMarkdown, routeRows } from '../catalog/route-table.ts';
import { ROUTES } from '../contract/routes.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { plain } from '../proof/plain-text.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { readGatewayConfiguration } from '../stack/gateway-configuration.ts';
import { stackDispatcher } from '../stack/stack-dispatcher.ts';
import { EXIT } from '../steps/step.ts';
import { VERSION } from '../version.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';
import { tableLines } from './table.ts';

/** How a gateway is asked: a handful of questions side by side. */
const ASKING = { connections: 8, connectTimeoutMs: 4_000, maxHeaderBytes: 16 * 1024 } as const;

/** What `--format` takes. */
export const ROUTE_FORMATS = ['table', 'md', 'json', 'openapi'] as const;

/** Flags of `bus-setup routes`. */
export interface RouteFlags extends StackFlags {
  readonly format: string;
  /** Ask the running stack too. */
  readonly live?: boolean;
}

/**
 * Prints the route catalog and, with a checkout or a running stack to hold it against, what differs.
 * @param signal ends the work
 * @returns 0, or 3 when something differs
 * @throws SetupError `RN-USAGE`, `RT-CONF-UNREADABLE`, `ST-…` when the stack that is to be asked does not run
 */
export async function printRoutes(
  host: Host,
  console: { readonly out: LineOutput },
  flags: RouteFlags,
  signal: AbortSignal,
): Promise<number> {
  const format = ROUTE_FORMATS.find((each) => each === (flags.json === true ? 'json' : flags.format));
  if (format === undefined) {
    throw new SetupError('RN-USAGE', `--format takes ${ROUTE_FORMATS.join(', ')}, not ${flags.format}`);
  }
  const findings = [
    ...(flags.checkout === undefined ? [] : await configurationFindings(resolve(host.cwd, flags.checkout))),
    ...(flags.live === true ? await answerFindings(host, flags, signal) : []),
  ];
  const compared = [
    ...(flags.checkout === undefined ? [] : ['nginx.conf of the checkout']),
    ...(flags.live === true ? ['what the running gateway answers'] : []),
  ];
  for (const line of document(format, findings, compared)) console.out.line(line);
  return findings.length === 0 ? EXIT.proven : EXIT.notProven;
}

function document(
  format: (typeof ROUTE_FORMATS)[number],
  findings: readonly RouteFinding[],
  compared: readonly string[],
): readonly string[] {
  const asked = compared.length > 0;
  switch (format) {
    case 'json':
      return [
        JSON.stringify(
          { v: 1, routes: ROUTES.map(plainRoute), ...(asked ? { compared, findings } : {}) },
          null,
          2,
        ),
      ];
    case 'openapi': {
      const findingsMember = asked ? { 'x-bus-findings': findings } : {};
      return [JSON.stringify({ ...openApiDocument(ROUTES, VERSION), ...findingsMember }, null, 2)];
    }
    case 'md':
      return [...routeMarkdown(ROUTES), ...(asked ? ['', ...findingLines(findings, compared, '- ')] : [])];
    case 'table':
      return [
        ...tableLines(routeRows(ROUTES)),
        ...(asked ? ['', ...findingLines(findings, compared, '')] : []),
      ];
  }
}

function findingLines(
  findings: readonly RouteFinding[],
  compared: readonly string[],
  bullet: string,
): readonly string[] {
  const other = compared.join(' and ');
  if (findings.length === 0) return [`The catalog agrees with ${other}.`];
  return [
    `The catalog differs from ${other} in ${findings.length} places:`,
    ...(bullet === '' ? [] : ['']),
    ...findings.map(({ subject, reason }) =>
      plain(
        `${bullet}${reason.id}  ${subject}  ${reason.sentence} (${reason.detail ?? ''}) Next: ${reason.next}`,
        500,
      ),
    ),
  ];
}

async function configurationFindings(checkout: string): Promise<readonly RouteFinding[]> {
  return compareWithConfiguration(ROUTES, await readGatewayConfiguration(checkout, readNginxRoutes));
}

async function answerFindings(
  host: Host,
  flags: StackFlags,
  signal: AbortSignal,
): Promise<readonly RouteFinding[]> {
  const { runtime, redactor } = await openStack(host, flags);
  const access = await runtime.access(signal);
  const dispatcher = stackDispatcher(access.transport, ASKING);
  try {
    return await compareWithAnswers(ROUTES, {
      gatewayUrl: access.gatewayUrl,
      internalRoutes: runtime.profile.tier === 'local',
      dispatcher,
      signal,
    });
  } catch (error) {
    throw new SetupError('ST-NOT-RUNNING', redactor.text(`${access.gatewayUrl}: ${codeOf(error)}`), {
      cause: error,
    });
  } finally {
    await dispatcher.destroy();
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
