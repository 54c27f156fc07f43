import { expect, test } from 'vitest';
import { systemHost } from '../../src/host/host.ts';
import { holderSentence, portHolder } from '../../src/stack/port-holder.ts';
import { foreignListener } from './foreign-listener.ts';

const signal = new AbortController().signal;

test('the holder of a port is found with the tools of the system', async () => {
  const other = await foreignListener();
  try {
    const holder = await portHolder(other.port, systemHost(), signal);
    expect(holder.pid).toBe(other.pid);
    expect(holderSentence(holder)).toContain(`(process ${other.pid})`);
  } finally {
    await other.stop();
  }
});

test.runIf(process.platform === 'linux')('without any tool, /proc tells', async () => {
  const other = await foreignListener();
  try {
    const bare = { ...systemHost(), env: { PATH: '/nonexistent' } };
    expect((await portHolder(other.port, bare, signal)).pid).toBe(other.pid);
  } finally {
    await other.stop();
  }
});

test('a port that nobody holds has no holder', async () => {
  const other = await foreignListener();
  await other.stop();
  const holder = await portHolder(other.port, systemHost(), signal);
  expect(holder).toEqual({});
  expect(holderSentence(holder)).toContain('does not name');
});
