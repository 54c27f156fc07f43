import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostFactsCollector } from '../../src/bundle/collectors/host-facts.ts';
import { imagesCollector } from '../../src/bundle/collectors/images.ts';
import { type Scratch, scratch } from './bundle-fixture.ts';
import { collectOne, dataOf } from './collect-one.ts';
import { downRuntime } from './fake-stack.ts';

let place: Scratch;

beforeEach(async () => {
  place = await scratch();
});

afterEach(() => place.remove());

it('tells the image of each service, and of a digest only what is one', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const runtime = {
    ...downRuntime(),
    images: async () => [
      { service: 'nginx', image: 'nginx:1.27\u001b[31m', digest },
      { service: 'bus-llm', image: 'bus-llm', digest: 'made up' },
    ],
  };
  expect(dataOf(await collectOne(imagesCollector, place.folder, { runtime }), 'stack/images.json')).toEqual([
    { service: 'bus-llm', image: 'bus-llm', digest: null },
    { service: 'nginx', image: 'nginx:1.27', digest },
  ]);
});

it('says that there are no images to be seen', async () => {
  await expect(collectOne(imagesCollector, place.folder)).rejects.toMatchObject({
    reason: { id: 'BN-NO-IMAGES' },
  });
});

it('tells what the machine has, also without any of the tools', async () => {
  const items = await collectOne(hostFactsCollector, place.folder, { env: { PATH: place.folder } });
  const machine = dataOf(items, 'environment/host.json');
  expect(machine.tools).toEqual({ git: null, docker: null, 'docker-compose': null });
  expect(machine.processors).toBeGreaterThan(0);
  // The name stands in the file where the system has one.
  expect(await readFile('/etc/os-release', 'utf8').catch(() => '')).toContain(machine.system ?? '');
  expect(dataOf(items, 'environment/host-now.json').diskOfRunFolder.totalMegabytes).toBeGreaterThan(0);
});

it('tells the versions of tools that are there', async () => {
  const items = await collectOne(hostFactsCollector, place.folder);
  expect(dataOf(items, 'environment/host.json').tools.git).toMatch(/^git version \d/);
});
