import { expect, it } from 'vitest';
import type { SafeFile } from '../../src/bundle/redact-files.ts';
import { supportOrder } from '../../src/bundle/support-order.ts';

const file = (path: string, text = ''): SafeFile => ({
  path,
  bytes: Buffer.from(text),
  volatile: path.startsWith('volatile/'),
  why: 'test',
  findings: [],
});

const services = {
  services: [
    { id: 'nginx', state: 'healthy' },
    { id: 'bus-llm', state: 'exited' },
  ],
};

it('lets go what is told elsewhere first, and what support reads first last', () => {
  const order = supportOrder([
    file('stack/services.json', JSON.stringify(services)),
    file('stack/openapi.json'),
    file('volatile/logs/bus-llm.log'),
    file('volatile/logs/nginx.log', 'long'),
    file('proof/results.json'),
    file('proof/report.md'),
    file('volatile/run/journal.ndjson', '{"type":"step.started","step":"proof"}'),
    file('volatile/run/journal-2.ndjson', '{"type":"step.started","step":"start"}'),
    file('volatile/run/journal-3.ndjson', '{"type":"step.started","step":"bundle"}'),
    file('environment/keys.json'),
  ]);
  expect(order.toldAgain).toEqual(['stack/openapi.json']);
  expect(order.toldElsewhere).toEqual([
    'proof/report.md',
    'volatile/run/journal.ndjson',
    'volatile/run/journal-3.ndjson',
  ]);
  expect(order.rest).toEqual([
    'volatile/logs/nginx.log',
    'volatile/logs/bus-llm.log',
    'environment/keys.json',
    'volatile/run/journal-2.ndjson',
    'proof/results.json',
    'stack/services.json',
  ]);
});

it('gives the logs of services in trouble, and the latest journal, more room', () => {
  const order = supportOrder([
    file('stack/services.json', JSON.stringify(services)),
    file('volatile/logs/bus-llm.log'),
    file('volatile/run/journal.ndjson'),
  ]);
  expect(order.shares('volatile/logs/bus-llm.log')).toBe(4);
  expect(order.shares('volatile/run/journal.ndjson')).toBe(4);
  expect(order.shares('volatile/logs/nginx.log')).toBe(1);
});
