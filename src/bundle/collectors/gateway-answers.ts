import { compareWithAnswers } from '../../catalog/ask-gateway.ts';
import { ROUTES } from '../../contract/routes.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { stackDispatcher } from '../../stack/stack-dispatcher.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { systemErrorCode } from '../why-missing.ts';

/** How a gateway is asked: all questions side by side, so that none waits behind a service that hangs. */
const ASKING = { connections: 64, connectTimeoutMs: 4_000, maxHeaderBytes: 16 * 1024 } as const;

/** Where the route catalog and what the running gateway answers differ: a GET without a token for each path. */
export const gatewayAnswersCollector: Collector = {
  id: 'gateway-answers',
  title: 'Route catalog against the gateway',
  deadlineMs: 15_000,
  capBytes: 1024 * 1024,
  paths: () => ['stack/route-findings-answers.json'],
  async collect({ runtime, signal }) {
    const access = await runtime.access(signal);
    const internalRoutes = runtime.profile.tier === 'local';
    const dispatcher = stackDispatcher(access.transport, ASKING);
    try {
      const findings = await compareWithAnswers(ROUTES, {
        gatewayUrl: access.gatewayUrl,
        internalRoutes,
        dispatcher,
        signal,
      });
      return [
        jsonFile(
          'stack/route-findings-answers.json',
          { internalRoutesAsked: internalRoutes, findings },
          'where the route catalog and what the running gateway answers differ',
        ),
      ];
    } catch (error) {
      signal.throwIfAborted();
      throw new SetupError('BN-NO-ANSWER', systemErrorCode(error) ?? 'the connection broke', {
        cause: error,
      });
    } finally {
      await dispatcher.destroy();
    }
  },
};
