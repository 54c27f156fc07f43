import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { missingEngine, type OpenCheckout, openCheckout } from './open-checkout.ts';
import { type RecordedDocker, recordedDocker } from './recorded-docker.ts';

const plan = z.object({ steps: z.array(z.object({ step: z.string(), actions: z.array(z.string()) })) });

/** The Docker commands that `--dry-run` shows, as the recorder writes them, and those that it shows with a condition. */
async function shown(checkout: OpenCheckout, args: readonly string[], env: RecordedDocker['env']) {
  const { stdout } = await checkout.run([...args, '--dry-run', '--json'], { env });
  // Preflight shows what a person can type to see the same, and that is not what it calls itself.
  const steps = plan.parse(JSON.parse(stdout)).steps.filter(({ step }) => step !== 'preflight');
  const actions = steps.flatMap((step) => step.actions);
  const docker = actions.flatMap((action) => action.split(' && docker ')[1] ?? []);
  const words = docker.map((line) => line.replaceAll("'", '').replace(/CONTAINER$/, 'CONTAINER...'));
  return {
    always: words.filter((line) => !line.includes('# only when')),
    maybe: words.flatMap((line) => line.match(/^(.*?) {2}# only when/)?.[1] ?? []),
  };
}

describe.skipIf(missingEngine() !== undefined)('what --dry-run shows', () => {
  it('is every Docker command that is called then, and each of them is called', {
    timeout: 480_000,
  }, async () => {
    const checkout = await openCheckout();
    const { env, calls } = recordedDocker(checkout.home);
    const commands = [
      ['start'],
      ['status'],
      ['logs', 'bus-vm'],
      ['logs', 'bus-vm', '--follow'],
      ['restart', 'bus-vm'],
      ['stop', '--wipe'],
    ];
    for (const args of commands) {
      const { always, maybe } = await shown(checkout, args, env);
      calls();
      const follows = args.includes('--follow');
      const { code } = await checkout.run(args, {
        env,
        ...(follows ? { signalWhen: { text: 'bus-vm starting', signal: 'SIGTERM' } } : {}),
      });
      expect([args, code]).toEqual([args, follows ? 143 : 0]);
      const called = new Set(calls());
      expect([args, always.filter((line) => !called.has(line))]).toEqual([args, []]);
      if (args[0] === 'start') continue;
      expect([args, [...called].filter((line) => ![...always, ...maybe].includes(line))]).toEqual([args, []]);
    }
  });
});
