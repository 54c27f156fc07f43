import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundleChoices } from '../commands/bundle-flags.ts';
import { stackChoices } from '../commands/stack-flags.ts';
import { detectMode, type FaceMode, type ModeFacts } from '../detect-mode.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { listProfileSummaries, type ProfileSummary, profileSummary } from '../stack/profile-choices.ts';
import { openPreferences } from '../steps/preferences.ts';
import { createRun } from '../steps/run.ts';
import { RUNS_FOLDER } from '../steps/run-folder.ts';
import type { ProfileChoice, UnfinishedChoice } from '../steps/run-port.ts';
import { STEP_IDS, type StepId } from '../steps/step-id.ts';
import { recordedOutput } from '../transcript/transcript.ts';
import type { RunFlags } from './options.ts';
import { showRun } from './run-faces.ts';
import { runTranscript } from './run-transcript.ts';
import type { Console } from './streams.ts';
import { untilSignal } from './until-signal.ts';

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
    const { printRunPlan } = await import('../commands/dry-run.ts');
    return await untilSignal((signal) => printRunPlan(host, console, steps, flags, signal));
  }
  const whole = steps.length === STEP_IDS.length;
  const facts: ModeFacts = {
    env: host.env,
    stdinIsTerminal: process.stdin.isTTY === true,
    stdoutIsTerminal: process.stdout.isTTY === true,
    rows: process.stdout.rows,
    columns: process.stdout.columns,
    flags: { ...flags, ci: flags.ci === true || !whole },
  };
  const mode = detectMode(facts);
  demandAnswers(facts, flags);
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
      challenge: flags.challenge === undefined ? undefined : await challenge(flags.challenge),
      signWith: flags.signWith,
      interactive: isWatched(mode),
      assumeYes: flags.yes === true,
      reuseLatest: steps.length === 1 && steps[0] === 'bundle',
      ...(whole && flags.resume === true ? { resume: 'run' } : {}),
    },
    await profileChoices(host, flags.profile, mode),
    openPreferences(host),
    isWatched(mode) && flags.fresh !== true ? await unfinished(host, flags) : undefined,
  );
  const transcript = await runTranscript(host, flags, mode);
  const recorded = {
    ...console,
    out: recordedOutput(console.out, transcript),
    err: recordedOutput(console.err, transcript),
  };
  const exitCode = await showRun(mode, { run, host, console: recorded, flags, facts, transcript });
  transcript.close(`exit ${exitCode}`);
  return exitCode;
}

/** True when somebody sits there and is asked. */
function isWatched(mode: FaceMode): boolean {
  return mode === 'wizard' || mode === 'asking';
}

/**
 * With `--no-input` nothing may be left to ask: the profile has to be named, and everything else has a default.
 * @throws SetupError `RN-INPUT-NEEDED`
 */
function demandAnswers(facts: ModeFacts, { input, profile, yes, resume }: RunFlags): void {
  const given = profile !== undefined || yes === true || resume === true;
  if (
    input !== false ||
    given ||
    !isWatched(detectMode({ ...facts, flags: { ...facts.flags, input: true } }))
  )
    return;
  throw new SetupError(
    'RN-INPUT-NEEDED',
    '“Which profile?” has no answer: give --profile ID, or --yes for the defaults',
  );
}

/** A key that will not sign is found out before anything is started, and not after the proof. */
async function signable(host: Host, signWith: string, mode: FaceMode): Promise<void> {
  const { demandSignable } = await import('../evidence/signing/demand-signable.ts');
  await demandSignable(host, resolve(host.cwd, signWith), isWatched(mode) ? 'nowhere' : 'terminal');
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

async function challenge(text: string): Promise<string> {
  return (await import('../evidence/challenge.ts')).challengeText(text);
}

async function namedSummary(named: string, host: Host): Promise<ProfileSummary> {
  return profileSummary(await (await import('../stack/profile-loader.ts')).loadProfile(named, host));
}

/** What the operator chooses from; a profile that was named comes first, also one that is a file. */
async function profileChoices(
  host: Host,
  named: string | undefined,
  mode: FaceMode,
): Promise<readonly ProfileChoice[]> {
  // Its events say themselves when there is no such profile: even then the last of them is `run.finished`.
  if (mode === 'json') return [];
  const first = named === undefined ? [] : [{ ...(await namedSummary(named, host)), id: named }];
  // Nobody chooses in a headless run, which takes the named one or the default.
  const listed = isWatched(mode) ? await listProfileSummaries(host) : [];
  return [...first, ...listed.filter(({ id }) => id !== named)];
}
