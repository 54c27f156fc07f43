import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** The program and what it ran on. */
export const versionsCollector: Collector = {
  id: 'versions',
  title: 'Versions',
  deadlineMs: 10_000,
  capBytes: 16 * 1024,
  paths: () => ['environment/versions.json'],
  async collect({ host, toolVersion }) {
    return [
      jsonFile(
        'environment/versions.json',
        { 'bus-setup': toolVersion, node: host.nodeVersion, platform: host.platform, arch: host.arch },
        'versions of this program, of Node and of the platform',
      ),
    ];
  },
};
