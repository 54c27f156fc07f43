import { type FaceMode, type ModeFacts, whyAsking } from '../detect-mode.ts';
import { wantsColor } from '../headless/output.ts';
import type { Verbosity } from '../headless/plain-lines.ts';
import type { Host } from '../host/host.ts';
import type { Run } from '../steps/run.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { forwardSignals } from './forward-signals.ts';
import type { RunFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Profile of a headless run that names none: the same every time, whatever was chosen in the wizard. */
const DEFAULT_PROFILE = 'embedded';

/** What every face is given. */
export interface FaceSetting {
  readonly run: Run;
  readonly host: Host;
  readonly console: Console;
  readonly flags: RunFlags;
  /** What the face was chosen by. */
  readonly facts: ModeFacts;
  /** Record of what is shown and typed. */
  readonly transcript: Transcript;
}

/**
 * Shows a run until it has ended.
 * @returns the exit code
 */
export async function showRun(mode: FaceMode, setting: FaceSetting): Promise<number> {
  switch (mode) {
    case 'wizard':
      return await wizard(setting);
    case 'asking':
      return await asking(setting);
    case 'plain':
    case 'json':
      return await headless(mode, setting);
  }
}

/** Ink is loaded here and nowhere else. */
async function wizard({ run, host, flags, transcript }: FaceSetting): Promise<number> {
  const { runWizard } = await import('../app.tsx');
  const stopForwarding = forwardSignals(run, ['SIGTERM', 'SIGHUP']);
  if (flags.resume === true) run.begin(run.unfinished?.profile ?? flags.profile ?? DEFAULT_PROFILE, 'resume');
  const { stdin, stdout, stderr } = process;
  const color = wantsColor(host.env, true);
  try {
    const recorded = flags.transcript === undefined ? {} : { transcript };
    return (
      await runWizard({
        port: run,
        end: run.end,
        done: run.done,
        host,
        stdin,
        stdout,
        stderr,
        color,
        ...recorded,
      })
    ).exitCode;
  } finally {
    stopForwarding();
  }
}

/** Lines and nothing else: no title, no progress, no links, for what is read aloud has no place for them. */
async function asking({ run, host, console, flags, facts, transcript }: FaceSetting): Promise<number> {
  const { askThroughRun } = await import('../asking/ask-run.ts');
  const stopForwarding = forwardSignals(run, ['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
    if (run.state().run === undefined) return;
    console.out.line('Stopping: what runs now ends first. Ctrl+C again does not wait for it.');
  });
  const resumed = run.unfinished?.profile ?? flags.profile ?? DEFAULT_PROFILE;
  try {
    const { exitCode } = await askThroughRun({
      port: run,
      done: run.done,
      host,
      stdin: process.stdin,
      columns: facts.columns,
      typed: transcript.typed,
      out: console.out,
      paint: console.paint,
      verbosity: verbosityOf(flags),
      why: whyAsking(facts) ?? '',
      assumeYes: flags.yes === true,
      ...(flags.resume === true ? { start: { profile: resumed, how: 'resume' } } : {}),
    });
    return exitCode;
  } finally {
    stopForwarding();
    await console.out.flush();
  }
}

async function headless(mode: 'plain' | 'json', { run, console, flags }: FaceSetting): Promise<number> {
  const detach =
    mode === 'json'
      ? (await import('../headless/json-face.ts')).attachJsonFace(run, console.out)
      : (await import('../headless/plain-face.ts')).attachPlainFace(
          run,
          console.out,
          console.paint,
          verbosityOf(flags),
        );
  const stopForwarding = forwardSignals(run, ['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
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
