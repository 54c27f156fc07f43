import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collector } from '../../src/bundle/collector.ts';
import type { BundleRequest } from '../../src/bundle/prepare-bundle.ts';
import { type Host, systemHost } from '../../src/host/host.ts';
import { createRedactor, type Redactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';

/** A folder that is removed with everything in it. */
export interface Scratch {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes an empty folder under the system's temporary folder. */
export async function scratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'bus-setup-bundle-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** This machine with a small, fixed environment, so that the machine's own does not get into a test. */
export function plainHost(cwd: string, env: Host['env'] = {}): Host {
  return { ...systemHost(), cwd, env: { PATH: process.env.PATH, ...env } };
}

/** Everything that a bundle needs, with tags that are the same every time. */
export function requestFor(
  runtime: StackRuntime,
  folder: string,
  options: Partial<BundleRequest> = {},
): BundleRequest {
  const secrets = options.secrets ?? new SecretRegistry();
  return {
    host: plainHost(folder),
    runtime,
    folder,
    results: [],
    redactor: createRedactor(secrets, { key: Buffer.alloc(32, 7) }),
    secrets,
    signal: new AbortController().signal,
    startedAt: new Date('2026-01-02T03:04:05.678Z'),
    ...options,
  };
}

/** A redactor of which some parts are replaced, to see what holds when it fails. */
export function redactorWith(whole: Redactor, parts: Partial<Redactor>): Redactor {
  return {
    ruleset: whole.ruleset,
    text: (text) => whole.text(text),
    value: (value) => whole.value(value),
    file: (name, bytes) => whole.file(name, bytes),
    stream: () => whole.stream(),
    learn: (name, bytes) => whole.learn(name, bytes),
    unsearchable: () => whole.unsearchable(),
    ...parts,
  };
}

/** A collector with one file of the given content. */
export function fileCollector(path: string, text: string, id = 'test'): Collector {
  return {
    id,
    title: id,
    deadlineMs: 1_000,
    capBytes: 1_000,
    paths: () => [path],
    collect: async () => [{ path, bytes: Buffer.from(text), why: 'test' }],
  };
}
