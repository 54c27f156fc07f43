import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { guardedResponse } from '../../src/embedded/process/guarded-body.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** An answer that never ends, to a request that only its caller's controller is kept of. */
function endlessAnswer(): { body: ReadableStream<Uint8Array>; caller: AbortController } {
  const caller = new AbortController();
  const request = new Request('http://bus-events:8081/', { signal: caller.signal });
  const response = guardedResponse(new Response(new ReadableStream()), request, new AbortController().signal);
  if (response.body === null) throw new Error('no body');
  return { body: response.body, caller };
}

describe('a guarded body', () => {
  it('breaks off when its caller goes away, also after garbage was collected', async () => {
    const { body, caller } = endlessAnswer();
    const read = body.getReader().read();
    read.catch(() => undefined);
    for (let round = 0; round < 3; round++) {
      await delay(5);
      collectGarbage();
    }
    caller.abort();
    await expect(read).rejects.toThrow('terminated');
  });
});
