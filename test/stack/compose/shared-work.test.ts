import { describe, expect, it } from 'vitest';
import { SharedWork } from '../../../src/stack/compose/shared-work.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to, and remembers its calls. */
function slowWork() {
  const calls: { readonly signal: AbortSignal; readonly end: (answer: string) => void }[] = [];
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      calls.push({ signal, end: resolve });
      signal.addEventListener('abort', () => reject(new Error('ended early')));
    });
  return { calls, work };
}

describe('work that several want at the same time', () => {
  it('is done once for all of them, and anew for who comes after its end', async () => {
    const shared = new SharedWork<string>();
    const { calls, work } = slowWork();
    const both = [shared.join('ps', never, work), shared.join('ps', never, work)];
    const other = shared.join('config', never, work);
    expect(calls).toHaveLength(2);
    calls[0]?.end('one');
    calls[1]?.end('two');
    expect(await Promise.all([...both, other])).toEqual(['one', 'one', 'two']);
    const later = shared.join('ps', never, work);
    expect(calls).toHaveLength(3);
    calls[2]?.end('three');
    expect(await later).toBe('three');
  });

  it('goes on when one of them leaves, and is ended when the last one does', async () => {
    const shared = new SharedWork<string>();
    const { calls, work } = slowWork();
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = shared.join('ps', first.signal, work);
    const staying = shared.join('ps', second.signal, work);
    first.abort(new Error('no time'));
    await expect(leaving).rejects.toThrow('no time');
    expect(calls[0]?.signal.aborted).toBe(false);
    second.abort(new Error('no time either'));
    await expect(staying).rejects.toThrow('no time either');
    expect(calls[0]?.signal.aborted).toBe(true);
    const anew = shared.join('ps', never, work);
    expect(calls).toHaveLength(2);
    calls[1]?.end('anew');
    expect(await anew).toBe('anew');
  });

  it('fails for all of them, and is tried again by the next', async () => {
    const shared = new SharedWork<string>();
    const failing = () => Promise.reject(new Error('no engine'));
    const both = [shared.join('ps', never, failing), shared.join('ps', never, failing)];
    for (const each of both) await expect(each).rejects.toThrow('no engine');
    expect(await shared.join('ps', never, async () => 'there')).toBe('there');
  });
});
