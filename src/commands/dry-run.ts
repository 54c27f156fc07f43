import { resolve } from 'node:path';
import { COLLECTORS } from '../bundle/collectors.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { checksOf } from '../proof/checks/catalog.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { createRuntime } from '../stack/create-runtime.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import type { StackPlan } from '../stack/runtime.ts';
import type { ProbeContext } from '../steps/preflight/probe.ts';
import { probesOf } from '../steps/preflight/probes.ts';
import { RUNS_FOLDER, stackFolderOf } from '../steps/run-folder.ts';
import type { StepId } from '../steps/step-id.ts';
import { type StackFlags, stackChoices } from './stack-flags.ts';

/** A command that only looks at a stack or ends it. */
export type StackCommand = Exclude<keyof NonNullable<StackPlan['commands']>, 'proof' | 'bundle'>;

/** What one step would do. */
interface PlannedStep {
  readonly step: StepId | StackCommand;
  readonly actions: readonly string[];
}

/**
 * Prints what a run would do, and does nothing of it: only Compose is asked what it makes of its files.
 * @returns the exit code
 * @throws SetupError `ST-…` when there is nothing that could be started
 */
export async function printRunPlan(
  host: Host,
  console: { readonly out: LineOutput },
  steps: readonly StepId[],
  flags: StackFlags,
  signal: AbortSignal,
): Promise<number> {
  const { context, plan } = await planned(host, flags, signal);
  const actionsOf: Readonly<Record<StepId, () => readonly string[]>> = {
    preflight: () =>
      probesOf(context.runtime.kind).map(
        (probe) => `${probe.id}: ${probe.command?.(context) ?? `look whether ${probe.title.toLowerCase()}`}`,
      ),
    start: () => plan.actions,
    proof: () => [
      ...checksOf(context.loaded.profile).map(({ check }) => `${check.id}: ${check.title}`),
      ...(plan.commands?.proof ?? []),
    ],
    bundle: () => [...COLLECTORS.map(({ id, title }) => `${id}: ${title}`), ...(plan.commands?.bundle ?? [])],
  };
  return print(
    console.out,
    steps.map((step) => ({ step, actions: actionsOf[step]() })),
    flags,
  );
}

/**
 * Prints what a command would call, and calls nothing of it.
 * @param service service that the command is about
 * @returns the exit code
 */
export async function printCommandPlan(
  host: Host,
  console: { readonly out: LineOutput },
  command: StackCommand,
  flags: StackFlags,
  signal: AbortSignal,
  service?: string,
): Promise<number> {
  const { context, plan } = await planned(host, flags, signal);
  const shown = plan.commands?.[command].map((line) => line.replaceAll('SERVICE', service ?? 'SERVICE'));
  const actions = shown ?? [`${command} the ${context.runtime.kind} stack without calling another program`];
  return print(console.out, [{ step: command, actions }], flags);
}

async function planned(
  host: Host,
  flags: StackFlags,
  signal: AbortSignal,
): Promise<{ context: ProbeContext; plan: StackPlan }> {
  const loaded = await loadProfile(flags.profile ?? 'embedded', host);
  const secrets = new SecretRegistry();
  const stackFolder = stackFolderOf(host, flags.output);
  const runtime = createRuntime(loaded, { host, stackFolder, secrets, choices: stackChoices(flags) });
  const folder = { folder: resolve(host.cwd, flags.output ?? RUNS_FOLDER), stackFolder };
  const workspace = runtime.workspace ?? host.cwd;
  return {
    context: { host, loaded, runtime, secrets, folder, workspace, signal },
    plan: await runtime.plan(signal),
  };
}

function print(out: LineOutput, steps: readonly PlannedStep[], flags: StackFlags): number {
  if (flags.json === true) out.line(JSON.stringify({ v: 1, dryRun: true, steps }));
  else {
    for (const { step, actions } of steps)
      for (const action of actions) out.line(`${step.padEnd(9)}  ${action}`);
  }
  return 0;
}
