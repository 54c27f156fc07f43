import { gatewayReadyResponse } from '../../contract/gateway.ts';
import { portalHealthResponse } from '../../contract/portal.ts';
import type { Reason } from '../../reasons/reason.ts';
import type { StackRuntime, StackTransport } from '../../stack/runtime.ts';
import { boundedGet, withConnections } from '../bounded-get.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { parseAnswer } from '../parse-answer.ts';
import { whyMissing } from '../why-missing.ts';

/** One readiness call: where, and what a good answer looks like. */
interface Probe {
  readonly id: string;
  /** Path as it is shown; the portal's capability token is a variable in it. */
  readonly shown: string;
  readonly url: string;
  readonly accepts: (body: string) => boolean;
}

/** What one probe found; absent members did not come about. */
interface ProbeResult {
  readonly id: string;
  readonly request: string;
  readonly status?: number;
  /** True when the status is 200 and the body has the documented shape. */
  readonly healthy: boolean;
  readonly reason?: Reason;
}

/** What the gateway and the portal answer on their readiness routes now. */
export const readinessCollector: Collector = {
  id: 'readiness',
  title: 'Readiness and health',
  deadlineMs: 20_000,
  capBytes: 256 * 1024,
  paths: () => ['stack/readiness.json', 'stack/readiness-latency.json'],
  async collect({ host, runtime, signal }) {
    const probes = await probesOf(runtime, signal);
    if ('reason' in probes) return [readinessFile([], probes.reason)];
    const answers = await withConnections(probes.transport, (dispatcher) =>
      Promise.all(
        probes.list.map(async (probe) => ({
          probe,
          answer: await boundedGet(probe.url, { dispatcher, signal, clock: host.monotonic }),
        })),
      ),
    );
    const results = answers.map(({ probe, answer }): ProbeResult => {
      const seen = { id: probe.id, request: `GET ${probe.shown}` };
      if ('reason' in answer) return { ...seen, healthy: false, reason: answer.reason };
      return { ...seen, status: answer.status, healthy: answer.status === 200 && probe.accepts(answer.body) };
    });
    const latencies = answers.flatMap(({ probe, answer }) =>
      'reason' in answer ? [] : [{ id: probe.id, latencyMs: answer.latencyMs }],
    );
    return [
      readinessFile(results),
      jsonFile('stack/readiness-latency.json', latencies, 'how long the readiness calls took', {
        volatile: true,
      }),
    ];
  },
};

interface Probes {
  readonly list: readonly Probe[];
  readonly transport: StackTransport | undefined;
}

async function probesOf(runtime: StackRuntime, signal: AbortSignal): Promise<Probes | { reason: Reason }> {
  try {
    const access = await runtime.access(signal);
    const portal = `/portal/${encodeURIComponent(access.portalToken)}/v1/healthz`;
    const list: Probe[] = [
      {
        id: 'gateway',
        shown: '/readyz',
        url: `${access.gatewayUrl}/readyz`,
        accepts: (body) => parseAnswer(gatewayReadyResponse, body) !== undefined,
      },
      {
        id: 'portal',
        shown: '/portal/$BUS_PORTAL_TOKEN/v1/healthz',
        url: `${access.gatewayUrl}${portal}`,
        accepts: (body) => parseAnswer(portalHealthResponse, body) !== undefined,
      },
    ];
    return { list, transport: access.transport };
  } catch (error) {
    signal.throwIfAborted();
    return { reason: whyMissing(error) };
  }
}

function readinessFile(probes: readonly ProbeResult[], missing?: Reason) {
  const content = missing === undefined ? { probes } : { probes, reason: missing };
  return jsonFile(
    'stack/readiness.json',
    content,
    'what the gateway and the portal answer on their readiness routes',
  );
}
