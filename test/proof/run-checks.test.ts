import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../src/proof/check.ts';
import { CheckFailure, CheckSkip } from '../../src/proof/check-failure.ts';
import { putBackAfterFailure, thenPutBack } from '../../src/proof/clean-up.ts';
import { checkResultSchema } from '../../src/proof/verdict.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { briefly, listening, PASS, run, small } from './small-checks.ts';

const pass = async () => PASS;

describe('the verdict of a check', () => {
  it.each([
    ['a failure it found', new CheckFailure('PR-MODELS-MISSING', 'not there'), 'FAIL PR-MODELS-MISSING'],
    ['an error nobody foresaw', new TypeError('x is not a function'), 'FAIL PR-UNEXPECTED'],
    ['a thrown text', 'broken', 'FAIL PR-UNEXPECTED'],
    ['a thrown nothing', undefined, 'FAIL PR-UNEXPECTED'],
    ['what the operator can mend', new SetupError('ST-NOT-RUNNING'), 'FAIL ST-NOT-RUNNING'],
    ['that it cannot be judged', new CheckSkip('PR-TOKEN-NOT-GIVEN', 'none'), 'SKIP PR-TOKEN-NOT-GIVEN'],
  ])('is taken from %s', async (_, thrown, verdict) => {
    const results = await run([
      small('a', async () => {
        throw thrown;
      }),
    ]);
    expect(briefly(results)).toEqual([`a ${verdict}`]);
  });

  it.each([
    ['nothing', undefined],
    ['another word', { status: 'OK', observed: 'fine' }],
    ['a PASS without what was observed', { status: 'PASS', observed: '' }],
    ['true', true],
  ])('is FAIL when it returns %s', async (_, outcome) => {
    const results = await run([small('a', async () => outcome as CheckOutcome)]);
    expect(briefly(results)).toEqual(['a FAIL PR-UNEXPECTED']);
  });

  it('is FAIL at its deadline, also when the check heeds no signal', async () => {
    const deaf = small('deaf', async () => await delay(300).then(pass), { deadlineMs: 30 });
    const heeding = small(
      'heeding',
      async ({ host, signal }) => await host.sleep(60_000, signal).then(pass),
      {
        deadlineMs: 30,
      },
    );
    const late = small('late', async ({ signal }) => await aborted(signal).then(pass), { deadlineMs: 30 });
    expect(briefly(await run([deaf, heeding, late]))).toEqual([
      'deaf FAIL PR-DEADLINE',
      'heeding FAIL PR-DEADLINE',
      'late FAIL PR-DEADLINE',
    ]);
  });

  it('is SKIP when the run is cancelled, running or not', async () => {
    const cancel = new AbortController();
    const running = small('running', async ({ signal }) => {
      setTimeout(() => cancel.abort(), 5);
      await aborted(signal);
      return PASS;
    });
    const results = await run([running, small('waiting', pass, { needs: ['running'] })], {
      signal: cancel.signal,
    });
    expect(briefly(results)).toEqual(['running SKIP PR-CANCELLED', 'waiting SKIP PR-CANCELLED']);
  });

  it('makes a valid result, without control characters', async () => {
    const [result] = await run([
      small('a', async () => {
        throw new CheckFailure('PR-STATUS', 'red \u001b[31malert\u0007 \u202egnorw');
      }),
    ]);
    expect(checkResultSchema.parse(result)).toMatchObject({
      module: 'bus-api-provider-llm',
      command: expect.stringContaining('$BUS_BASE_URL/v1/models'),
      reason: { detail: 'red [31malert gnorw' },
    });
  });
});

describe('the order of checks', () => {
  it('runs independent ones side by side, at most as many as allowed', async () => {
    let now = 0;
    let most = 0;
    const check = (id: string) =>
      small(id, async () => {
        now += 1;
        most = Math.max(most, now);
        await delay(10);
        now -= 1;
        return PASS;
      });
    await run(['a', 'b', 'c', 'd', 'e'].map(check), { concurrency: 3 });
    expect(most).toBe(3);
  });

  it('waits for what a check needs, and skips it when that did not pass', async () => {
    const { lines, observer } = listening();
    const results = await run(
      [
        small('third', pass, { needs: ['second'] }),
        small('second', pass, { needs: ['first'] }),
        small('first', pass),
        small('broken', async () => Promise.reject(new Error('no'))),
        small('lame', pass, { needs: ['broken'] }),
        small('lamer', pass, { needs: ['lame'] }),
        small('lost', pass, { needs: ['nowhere'] }),
      ],
      { observer },
    );
    expect(briefly(results)).toEqual([
      'third PASS',
      'second PASS',
      'first PASS',
      'broken FAIL PR-UNEXPECTED',
      'lame SKIP PR-NEEDS-FAILED',
      'lamer SKIP PR-NEEDS-FAILED',
      'lost SKIP PR-NEEDS-FAILED',
    ]);
    expect(results[4]?.reason?.detail).toBe('broken is FAIL');
    expect(lines.indexOf('finished first PASS')).toBeLessThan(lines.indexOf('started second'));
    expect(lines.indexOf('finished second PASS')).toBeLessThan(lines.indexOf('started third'));
    expect(lines).not.toContain('started lame');
    expect(lines.filter((line) => line.startsWith('finished'))).toHaveLength(7);
  });

  it('fails needs that go round in a circle instead of waiting for ever', async () => {
    const results = await run([small('a', pass, { needs: ['b'] }), small('b', pass, { needs: ['a'] })]);
    expect(briefly(results)).toEqual(['a FAIL PR-UNEXPECTED', 'b FAIL PR-UNEXPECTED']);
  });

  it('gives a check that restarts a service that service alone', async () => {
    const busy = new Set<string>();
    const seen: string[] = [];
    const check = (id: string, facts: object) =>
      small(
        id,
        async () => {
          busy.add(id);
          await delay(15);
          seen.push([...busy].sort().join('+'));
          busy.delete(id);
          return PASS;
        },
        facts,
      );
    await run([
      check('about-it', { service: 'bus-notes-api' }),
      check('with-it', { service: 'bus-llm', uses: ['bus-notes-api'] }),
      check('restarts-it', { service: 'bus-notes-api', disturbs: ['bus-notes-api'] }),
      check('restarts-it-too', { service: 'bus-llm', disturbs: ['bus-notes-api'] }),
      check('elsewhere', { service: 'bus-vm' }),
    ]);
    const company = (id: string) => seen.filter((line) => line.split('+').includes(id));
    for (const id of ['restarts-it', 'restarts-it-too']) {
      expect(company(id).join(' ')).not.toMatch(/about-it|with-it/);
    }
    expect(seen.some((line) => line.includes('restarts-it+restarts-it-too'))).toBe(false);
    expect(seen).toHaveLength(5);
  });

  it('keeps a service from others until a check that overran its deadline has let go', async () => {
    let holding = true;
    const hog = small(
      'hog',
      async () => {
        await delay(80);
        holding = false;
        return PASS;
      },
      { disturbs: ['bus-llm'], deadlineMs: 20 },
    );
    const next = small('next', async () => (holding ? Promise.reject(new Error('still held')) : PASS));
    expect(briefly(await run([hog, next]))).toEqual(['hog FAIL PR-DEADLINE', 'next PASS']);
  });
});

describe('what is asked for', () => {
  const three = [small('a', pass), small('b', pass, { needs: ['a'] }), small('c', pass)];

  it('runs --only with its needs and says of the others that they were left out', async () => {
    expect(briefly(await run(three, { selection: { only: ['b'] } }))).toEqual([
      'a PASS',
      'b PASS',
      'c SKIP PR-NOT-SELECTED',
    ]);
  });

  it('leaves --skip out, and with it what needs it', async () => {
    expect(briefly(await run(three, { selection: { skip: ['a'] } }))).toEqual([
      'a SKIP PR-NOT-SELECTED',
      'b SKIP PR-NEEDS-FAILED',
      'c PASS',
    ]);
  });

  it('refuses an unknown name', async () => {
    await expect(run(three, { selection: { only: ['d'] } })).rejects.toMatchObject({
      reason: { id: 'PR-UNKNOWN-CHECK' },
    });
    await expect(run(three, { selection: { skip: ['d'] } })).rejects.toThrow(SetupError);
  });

  it('takes a need as met that passed before', async () => {
    const again = [small('b', pass, { needs: ['a'] })];
    expect(briefly(await run(again))).toEqual(['b SKIP PR-NEEDS-FAILED']);
    expect(briefly(await run(again, { passed: new Set(['a']) }))).toEqual(['b PASS']);
  });

  it('is nothing when there is nothing', async () => {
    expect(await run([])).toEqual([]);
  });
});

it('hands progress on while the check runs, and not after its verdict', async () => {
  const { lines, observer } = listening();
  const late = small('a', async ({ progress }) => {
    progress(1, 2, 'half\u001b[2J');
    setTimeout(() => progress(2, 2, 'too late'), 5);
    return PASS;
  });
  await run([late, small('b', async () => await delay(20).then(pass))], { observer });
  expect(lines.filter((line) => line.startsWith('progress'))).toEqual(['progress a 1/2 half [2J']);
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

describe('putting back what a check changed', () => {
  const cause = new CheckFailure('PR-MODELS-MISSING', 'codex-chatgpt is not there');
  const gone = new CheckFailure('PR-CATALOG-ALTERED', 'the catalog is another one');
  const throwing = (error: unknown) => async (): Promise<never> => {
    throw error;
  };
  const reasonOf = async (work: () => Promise<CheckOutcome>, putBack: () => Promise<void>) => {
    const [result] = await run([small('a', (context) => thenPutBack(context, work, putBack))]);
    return [result?.status, result?.reason?.id, result?.reason?.detail];
  };

  it('is told beside the cause when both fail, and the cause leads', async () => {
    expect(await reasonOf(throwing(cause), throwing(gone))).toEqual([
      'FAIL',
      'PR-MODELS-MISSING',
      'codex-chatgpt is not there; what it had changed could not be put back either: PR-CATALOG-ALTERED, the catalog is another one',
    ]);
  });

  it('fails a check that could not be judged, which is told too', async () => {
    const skip = new CheckSkip('PR-TOKEN-NOT-GIVEN', 'none');
    expect(await reasonOf(throwing(skip), throwing(gone))).toEqual([
      'FAIL',
      'PR-CATALOG-ALTERED',
      'the catalog is another one; before that: PR-TOKEN-NOT-GIVEN, none',
    ]);
  });

  it('fails a check that had passed, and happens after a failure too', async () => {
    expect((await reasonOf(pass, throwing(gone))).slice(0, 2)).toEqual(['FAIL', 'PR-CATALOG-ALTERED']);
    const times: string[] = [];
    const count = async () => void times.push('put back');
    expect((await reasonOf(throwing(cause), count)).slice(0, 2)).toEqual(['FAIL', 'PR-MODELS-MISSING']);
    expect((await reasonOf(pass, count))[0]).toBe('PASS');
    expect(times).toHaveLength(2);
  });

  it('is left to work that puts back itself, unless it fails', async () => {
    const times: string[] = [];
    const count = async () => void times.push('put back');
    const of = (work: () => Promise<CheckOutcome>) =>
      run([small('a', (context) => putBackAfterFailure(context, work, count))]);
    expect(briefly(await of(pass))).toEqual(['a PASS']);
    expect(times).toHaveLength(0);
    expect(briefly(await of(throwing(cause)))).toEqual(['a FAIL PR-MODELS-MISSING']);
    expect(times).toHaveLength(1);
  });
});
