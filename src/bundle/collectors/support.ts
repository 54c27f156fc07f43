import { ProofClient } from '../../proof/proof-client.ts';
import { askSupport } from '../../proof/support-status.ts';
import { Wire } from '../../proof/wire.ts';
import type { Collector } from '../collector.ts';
import { collectorToken } from '../collector-token.ts';
import { jsonFile } from '../json-file.ts';

/** Whether the account of the stack has support: package, state and window, and nothing else of its billing. */
export const supportCollector: Collector = {
  id: 'support',
  title: 'Support package',
  deadlineMs: 20_000,
  capBytes: 64 * 1024,
  paths: () => ['stack/support.json'],
  async collect({ host, runtime, signal }) {
    const access = await runtime.access(signal);
    const wire = new Wire(access.transport);
    try {
      const token = await collectorToken(access, 'BUS_INTERNAL_TOKEN');
      const http = new ProofClient({ wire, host, signal, ...access });
      const status = await askSupport({ http, token, account: access.accountId, now: host.now() });
      const { state, package: id, window, why } = status;
      const content = { status: state, package: id ?? null, window: window ?? null };
      return [
        jsonFile(
          'stack/support.json',
          why === undefined ? content : { ...content, reason: why.id },
          'which support package the account has, and until when; nothing else of its billing',
        ),
      ];
    } finally {
      await wire.close();
    }
  },
};
