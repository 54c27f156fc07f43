import type { ProfileService } from '../../stack/profile-schema.ts';
import type { ServiceStatus, StackStatus } from '../../stack/runtime.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { plainLine } from '../tail-lines.ts';

/** Every service of the profile with its role and its state now. */
export const servicesCollector: Collector = {
  id: 'services',
  title: 'Services and their state',
  deadlineMs: 20_000,
  capBytes: 1024 * 1024,
  paths: () => ['stack/services.json', 'stack/processes.json'],
  async collect({ runtime, signal }) {
    const status = await runtime.status(signal);
    const states = new Map(status.services.map((service) => [service.service, service]));
    const services = runtime.profile.services.map((service) => stateOf(service, states.get(service.id)));
    return [
      jsonFile(
        'stack/services.json',
        {
          runtime: runtime.kind,
          running: status.running,
          ready: status.ready,
          urls: sortedUrls(status),
          services,
        },
        'role, owner module and state of every service',
      ),
      jsonFile(
        'stack/processes.json',
        { ...(status.pid === undefined ? {} : { pid: status.pid }), details: detailsOf(status) },
        'process ids, and what the runtime adds to each state, such as an uptime',
        { volatile: true },
      ),
    ];
  },
};

function stateOf({ id, module, role, summary }: ProfileService, status: ServiceStatus | undefined) {
  return { id, module, role, summary, state: status?.state ?? (role === 'skipped' ? 'skipped' : 'absent') };
}

function detailsOf(status: StackStatus): Record<string, string> {
  return Object.fromEntries(
    status.services
      .filter(({ detail }) => detail !== undefined)
      .map(({ service, detail }) => [service, plainLine(detail ?? '').slice(0, 2_000)]),
  );
}

function sortedUrls(status: StackStatus): Record<string, string> {
  return Object.fromEntries(Object.entries(status.urls).sort(([left], [right]) => (left < right ? -1 : 1)));
}
