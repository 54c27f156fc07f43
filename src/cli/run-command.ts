import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundleChoices } from '../commands/bundle-flags.ts';
import { stackChoices } from '../commands/stack-flags.ts';
import { detectMode, type FaceMode } from '../detect-mode.ts';
import { challengeText } from '../evidence/challenge.ts';
import { attachJsonFace } from '../headless/json-face.ts';
import { wantsColor } from '../headless/output.ts';
import { attachPlainFace } from '../headless/plain-face.ts';
import type { Verbosity } from '../headless/plain-lines.ts';
import type { Host } from '../host/host.ts';
import { listProfileSummaries, profileSummary } from '../stack/profile-choices.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import { openPreferences } from '../steps/preferences.ts';
import { createRun, type Run } from '../steps/run.ts';
import { RUNS_FOLDER } from '../steps/run-folder.ts';
import type { ProfileChoice, UnfinishedChoice } from '../steps/run-port.ts';
import { STEP_IDS, type StepId } from '../steps/step-id.ts';
import type { RunFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Milliseconds in which a signal that comes again is the echo of the first. */
const ECHO_MS = 100;

/** Profile of a headless run that names none: the same every time, whatever was chosen in the wizard. */
const DEFAULT_PROFILE = 'embedded';

/**
 * Runs steps and shows them: in the wizard, as plain lines or as NDJSON.
 * @returns the exit code
 * @throws SetupError `ST-PROFILE-…` when `--profile` names none
 */
export async function runCommand(
  host: Host,
  console: Console,
  steps: readonly StepId[],
  flags: RunFlags,
): Promise<number> {
  if (flags.dryRun === true) {
    return (await import('../commands/dry-run.ts')).printRunPlan(host, console, steps, flags);
  }
  const whole = steps.length === STEP_IDS.length;
  const mode = detectMode({
    env: host.env,
    stdinIsTerminal: process.stdin.isTTY === true,
    stdoutIsTerminal: process.stdout.isTTY === true,
    flags: { ...flags, ci: flags.ci === true || !whole },
  });
  if (flags.signWith !== undefined) await signable(host, flags.signWith, mode);
  const run = createRun(
    host,
    {
      steps,
      profile: flags.profile,
      output: flags.output,
      stack: stackChoices(flags),
      bundle: await bundleChoices(flags, host),
      selection: { only: flags.only, skip: flags.skip },
      challenge: flags.challenge === undefined ? undefined : challengeText(flags.challenge),
      signWith: flags.signWith,
      interactive: mode === 'wizard',
      assumeYes: flags.yes === true,
      reuseLatest: steps.length === 1 && steps[0] === 'bundle',
      ...(whole && flags.resume === true ? { resume: 'run' } : {}),
    },
    await profileChoices(host, flags.profile, mode),
    openPreferences(host),
    mode === 'wizard' && flags.fresh !== true ? await unfinished(host, flags) : undefined,
  );
  return mode === 'wizard' ? await wizard(run, host, flags) : await headless(run, host, console, mode, flags);
}

/** A key that will not sign is found out before anything is started, and not after the proof. */
async function signable(host: Host, signWith: string, mode: FaceMode): Promise<void> {
  const { demandSignable } = await import('../evidence/signing/demand-signable.ts');
  await demandSignable(host, resolve(host.cwd, signWith), mode === 'wizard' ? 'nowhere' : 'terminal');
}

/** A journal is read only where there can be one: the first screen does not wait for what reads it. */
async function unfinished(host: Host, { output }: RunFlags): Promise<UnfinishedChoice | undefined> {
  const place = resolve(host.cwd, output ?? RUNS_FOLDER);
  if (
    !(await access(place).then(
      () => true,
      () => false,
    ))
  )
    return undefined;
  return await (await import('../steps/unfinished-run.ts')).unfinishedChoice(host, output);
}

/** What the operator chooses from; a profile that was named comes first, also one that is a file. */
async function profileChoices(
  host: Host,
  named: string | undefined,
  mode: FaceMode,
): Promise<readonly ProfileChoice[]> {
  const first = named === undefined ? [] : [{ ...profileSummary(await loadProfile(named, host)), id: named }];
  // Nobody chooses in a headless run, which takes the named one or the default.
  const listed = mode === 'wizard' ? await listProfileSummaries(host) : [];
  return [...first, ...listed.filter(({ id }) => id !== named)];
}

/** Ink is loaded here and nowhere else. */
async function wizard(run: Run, host: Host, flags: RunFlags): Promise<number> {
  const { runWizard } = await import('../app.tsx');
  const stopForwarding = forwardSignals(run, host, ['SIGTERM', 'SIGHUP']);
  if (flags.resume === true) run.begin(run.unfinished?.profile ?? flags.profile ?? DEFAULT_PROFILE, 'resume');
  const { stdin, stdout, stderr } = process;
  try {
    const { exitCode } = await runWizard({
      port: run,
      end: run.end,
      host,
      stdin,
      stdout,
      stderr,
      color: wantsColor(host.env, true),
      accessible: flags.accessible === true || host.env.INK_SCREEN_READER === 'true',
    });
    return exitCode;
  } finally {
    stopForwarding();
  }
}

async function headless(
  run: Run,
  host: Host,
  console: Console,
  mode: Exclude<FaceMode, 'wizard'>,
  flags: RunFlags,
): Promise<number> {
  const detach =
    mode === 'json'
      ? attachJsonFace(run, console.out)
      : attachPlainFace(run, console.out, console.paint, verbosityOf(flags));
  const stopForwarding = forwardSignals(run, host, ['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
    console.err.line('cancelling; once more ends at once');
  });
  try {
    run.begin(flags.profile ?? DEFAULT_PROFILE);
    const ending = await run.done;
    return ending.exitCode;
  } finally {
    stopForwarding();
    detach();
    await console.out.flush();
  }
}

function verbosityOf(flags: RunFlags): Verbosity {
  if (flags.quiet === true) return 'quiet';
  return flags.verbose === true ? 'verbose' : 'normal';
}

/** @returns the function that ends the forwarding */
function forwardSignals(
  run: Run,
  host: Host,
  signals: readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[],
  onFirst?: () => void,
): () => void {
  let firstAt: number | undefined;
  const forward = (signal: NodeJS.Signals): void => {
    const now = host.monotonic();
    // The store of the preferences raises each signal once more when it has tidied up; that is nobody's second key.
    if (firstAt !== undefined && now - firstAt < ECHO_MS) return;
    if (firstAt === undefined) onFirst?.();
    firstAt ??= now;
    run.cancel(signal === 'SIGTERM' || signal === 'SIGHUP' ? signal : 'SIGINT');
  };
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
