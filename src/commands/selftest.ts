import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { redactionSelfTest, type SelfTestCase } from '../bundle/redaction-self-test.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { createRedactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { EXIT } from '../steps/step.ts';
import { tableLines } from './table.ts';

/** Sizes of the chunks in which the stream is tried. */
const CHUNKS = [1, 7, 64];

/**
 * Sends canaries, put together now, through redactor, gate and tracked scan, and prints what held.
 * @param what the only thing that can be tested so far: `redact`
 * @returns 0 when all passed, 6 otherwise: the program would refuse to make a bundle
 * @throws SetupError `RN-USAGE`
 */
export async function selfTestCommand(
  host: Host,
  console: { readonly out: LineOutput },
  what: string,
  flags: { readonly json?: boolean },
): Promise<number> {
  if (what !== 'redact') throw new SetupError('RN-USAGE', `selftest takes redact, not ${what}`);
  const random = host.random(12).toString('hex');
  const cases = [...redactionSelfTest(random), ...(await streamCases(`Canary-${random}`))];
  const failed = cases.filter(({ passed }) => !passed);
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, passed: failed.length === 0, cases }));
  } else {
    const rows = cases.map(({ part, name, passed }) => [passed ? 'pass' : 'FAIL', part, name]);
    for (const line of tableLines([['RESULT', 'PART', 'CANARY'], ...rows])) console.out.line(line);
    console.out.line(`${cases.length - failed.length} of ${cases.length} passed`);
  }
  return failed.length === 0 ? 0 : EXIT.bundleRefused;
}

/** A value that is cut by the borders of chunks. */
async function streamCases(value: string): Promise<SelfTestCase[]> {
  const secrets = new SecretRegistry();
  secrets.secret('CANARY', value);
  const text = Buffer.from(`${'x'.repeat(100)} ${value} ${'y'.repeat(100)}\n`);
  return Promise.all(
    CHUNKS.map(async (size): Promise<SelfTestCase> => {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.subarray(index * size, (index + 1) * size),
      );
      const output = await buffer(Readable.from(chunks).pipe(createRedactor(secrets).stream()));
      return {
        part: 'redactor',
        name: `known value in a stream, ${size} bytes a chunk`,
        passed: !output.includes(value) && output.includes('[REDACTED:'),
      };
    }),
  );
}
