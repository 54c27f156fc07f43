import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { runProgram } from './program.ts';

const OPAQUE = `Cn${randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'Z')}`;
const STRIPE = ['sk', 'live', randomBytes(18).toString('hex')].join('_');
const FROM_THE_SHELL = { MY_API_TOKEN: OPAQUE };

/** Everything in the files below a folder, with their names. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'latin1')}`)
    .join('\n');
}

const HOSTED = ['--ci', '--profile', 'hosted'];

/** What a hurried operator types: a token where a name, a number, a file or an address belongs. */
const CARELESS: readonly (readonly [code: number, ...args: string[]])[] = [
  [2, `--api-token=${OPAQUE}`],
  [2, STRIPE],
  [2, 'explain', OPAQUE],
  [2, '--ci', '--port', STRIPE],
  [2, '--ci', '--profile', `./${OPAQUE}.yaml`],
  [2, '--ci', '--transcript', `/nowhere/${STRIPE}/x`],
  [2, 'bundle', '--include', OPAQUE],
  [2, 'redact', `./${STRIPE}`, '--debug'],
  [2, 'scan', `./${OPAQUE}`],
  [2, 'profiles', 'show', STRIPE],
  [2, '--ci', '--url', `http://op:${OPAQUE}@127.0.0.1:9/`],
  [5, ...HOSTED, '--url', `http://op:${OPAQUE}@127.0.0.1:9/?access_token=${OPAQUE}`],
  [5, ...HOSTED, '--json', '--url', 'http://127.0.0.1:9', '--api-token-file', `Other${OPAQUE}`],
];

it('says what is wrong with a careless command, and repeats no token of it', async () => {
  // A few at a time: a small machine is not to be filled with programs.
  const left = [...CARELESS];
  const next = async (): Promise<void> => {
    for (let call = left.shift(); call !== undefined; call = left.shift()) {
      const [wanted, ...args] = call;
      const folder = temporaryFolder();
      const { code, stdout, stderr } = await runProgram(args, folder, { env: FROM_THE_SHELL });
      expect([args[0], code], stdout + stderr).toEqual([args[0], wanted]);
      expect(stdout + stderr).not.toBe('');
      for (const secret of [OPAQUE, STRIPE])
        expect([args[0], `${stdout}${stderr}${written(folder)}`.includes(secret)]).toEqual([args[0], false]);
    }
  };
  await Promise.all([next(), next()]);
});
