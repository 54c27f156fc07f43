import type { Host } from '../host/host.ts';
import { attachJsonFace } from '../headless/json-face.ts';
import { attachPlainFace } from '../headless/plain-face.ts';
import type { Verbosity } from '../headless/plain-lines.ts';
import { type FaceMode, detectMode } from '../detect-mode.ts';
import { listProfiles } from '../stack/profile-loader.ts';
import type { StepId } from '../steps/events.ts';
import { openPreferences } from '../steps/preferences.ts';
import { createRun, type Run } from '../steps/run.ts';
import type { RunFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Profile of a headless run that names none: the same every time, whatever was chosen in the wizard. */
const DEFAULT_PROFILE = 'embedded';

/**
 * Runs steps and shows them: in the wizard, as plain lines or as NDJSON.
 * @returns the exit code
 */
export async function runCommand(
  host: Host,
  console: Console,
  steps: readonly StepId[],
  flags: RunFlags,
): Promise<number> {
  const whole = steps.length > 1;
  const mode = detectMode({
    env: host.env,
    stdinIsTerminal: process.stdin.isTTY === true,
    stdoutIsTerminal: process.stdout.isTTY === true,
    flags: { ...flags, ci: flags.ci === true || flags.accessible === true || !whole },
  });
  const run = createRun(
    host,
    {
      steps,
      output: flags.output,
      port: flags.port,
      selection: { only: flags.only, skip: flags.skip },
      interactive: mode === 'wizard',
      assumeYes: flags.yes === true,
      reuseLatest: steps.length === 1 && steps[0] === 'bundle',
    },
    (await listProfiles(host)).map(({ profile: { id, title, summary } }) => ({ id, title, summary })),
    openPreferences(host),
  );
  return mode === 'wizard' ? await wizard(run, flags) : await headless(run, console, mode, flags);
}

/** Ink is loaded here and nowhere else. */
async function wizard(run: Run, flags: RunFlags): Promise<number> {
  const { runWizard } = await import('../app.tsx');
  const forwarding = forwardSignals(run, ['SIGTERM', 'SIGHUP']);
  try {
    return await runWizard({ run, profile: flags.profile });
  } finally {
    forwarding();
  }
}

async function headless(
  run: Run,
  console: Console,
  mode: Exclude<FaceMode, 'wizard'>,
  flags: RunFlags,
): Promise<number> {
  const detach =
    mode === 'json'
      ? attachJsonFace(run, console.out)
      : attachPlainFace(run, console.out, console.paint, verbosityOf(flags));
  const forwarding = forwardSignals(run, ['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
    console.err.line('cancelling; once more ends at once');
  });
  try {
    run.begin(flags.profile ?? DEFAULT_PROFILE);
    const ending = await run.done;
    return ending.exitCode;
  } finally {
    forwarding();
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
  signals: readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[],
  onFirst?: () => void,
): () => void {
  let first = true;
  const forward = (signal: NodeJS.Signals): void => {
    if (first) onFirst?.();
    first = false;
    run.cancel(signal === 'SIGTERM' || signal === 'SIGHUP' ? signal : 'SIGINT');
  };
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
