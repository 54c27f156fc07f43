import type { CollectedFile, Collector, MissingFile } from '../../src/bundle/collector.ts';
import type { Host } from '../../src/host/host.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';
import { plainHost } from './bundle-fixture.ts';
import { downRuntime } from './fake-stack.ts';

type Items = readonly (CollectedFile | MissingFile)[];

/**
 * Runs one collector by itself.
 * @param folder run folder, and the folder that the program was started in
 * @param options the stack is down and the environment empty where nothing else is said
 */
export function collectOne(
  collector: Collector,
  folder: string,
  options: { readonly runtime?: StackRuntime; readonly env?: Host['env']; readonly since?: Date } = {},
): Promise<Items> {
  return collector.collect({
    host: plainHost(folder, options.env),
    runtime: options.runtime ?? downRuntime(),
    folder,
    results: [],
    since: options.since,
    toolVersion: '0.0.0-test',
    signal: new AbortController().signal,
  });
}

/** Text of one of the files that were collected. */
export function textOf(items: Items, path: string): string {
  const item = items.find((each) => each.path === path);
  if (item === undefined || !('bytes' in item)) throw new Error(`${path} was not collected`);
  return Buffer.from(item.bytes).toString('utf8');
}

/** Data of one of the JSON files that were collected. */
export function dataOf(items: Items, path: string) {
  return JSON.parse(textOf(items, path));
}
