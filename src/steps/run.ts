import type { Host } from '../host/host.ts';
import { programName } from '../stack/named-stack.ts';
import type { BundlePreview } from './bundle-preview.ts';
import { cancelledBy, type Ending } from './ending.ts';
import type { Answer } from './engine-hooks.ts';
import type { RunEvent } from './events.ts';
import type { Wiring } from './execute-run.ts';
import { openReport } from './open-report.ts';
import type { PreferenceStore } from './preferences.ts';
import { reduce } from './reduce.ts';
import type { BeginHow, ProfileChoice, RunPort, UnfinishedChoice } from './run-port.ts';
import type { RunRequest } from './run-request.ts';
import { EMPTY_RUN, type RunState } from './run-state.ts';
import { asTold } from './same-stack.ts';

/** A run and its end. */
export interface Run extends RunPort {
  /** Resolves, never rejects, when the run has ended and everything is written. */
  readonly done: Promise<Ending>;
  /** Cancels what still runs, if anything does, and resolves like `done`: for a face that was left. */
  end(): Promise<Ending>;
}

/**
 * Makes a run that waits for `begin`.
 * @param profiles what the operator may choose from
 * @param unfinished the run that may be gone on with
 */
export function createRun(
  host: Host,
  request: RunRequest,
  profiles: readonly ProfileChoice[],
  preferences: PreferenceStore,
  unfinished?: UnfinishedChoice,
): Run {
  const subscribers = new Set<(event: RunEvent) => void>();
  const cancellation = new AbortController();
  const force = new AbortController();
  const ended = Promise.withResolvers<Ending>();
  const pending = new Map<string, (answer: Answer) => void>();
  // Journal and report tell what a run found; who sits here is told, besides, commands for this stack and this shell.
  let state: RunState = EMPTY_RUN;
  let shown: RunState = { ...EMPTY_RUN, program: programName(host.env), cwd: host.cwd };
  let readLog: RunPort['serviceLog'] = async () => [];
  let preview: BundlePreview | undefined;
  let leaveForBundle: (() => void) | undefined;
  let begun = false;

  const announce = (event: RunEvent): void => {
    state = reduce(state, event);
    shown = reduce(shown, asTold(event, shown));
    for (const subscriber of subscribers) subscriber(event);
  };

  function cancel(signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP' = 'SIGINT'): void {
    if (cancellation.signal.aborted) force.abort(signalName);
    else cancellation.abort(signalName);
    if (!begun) ended.resolve(cancelledBy(signalName));
  }

  const remembered = request.profile ?? preferences.read().profile;
  return {
    profiles,
    ...(unfinished === undefined ? {} : { unfinished }),
    rememberedProfile: profiles.some(({ id }) => id === remembered) ? remembered : undefined,
    done: ended.promise,
    get begun() {
      return begun;
    },
    state: () => shown,
    subscribe(listener) {
      subscribers.add(listener);
      return () => subscribers.delete(listener);
    },
    begin(profile, how) {
      if (begun) return;
      begun = true;
      const asked = requestFor(request, how);
      if (asked.resume === undefined) preferences.remember({ profile });
      const wiring: Wiring = {
        announce,
        state: () => state,
        signal: cancellation.signal,
        forced: force.signal,
        pending,
        provideLog: (read) => {
          readLog = read;
        },
        offerPreview: (offered) => {
          preview = offered;
        },
        offerDetour: (leave) => {
          leaveForBundle = leave;
        },
      };
      // Loaded here, so that a face can draw its first screen before the rooms below are there.
      void import('./execute-run.ts')
        .then(({ executeRun }) => executeRun(host, asked, profile, wiring))
        .then(ended.resolve, ended.reject);
    },
    answer(question, value, subject) {
      pending.get(question)?.({ value, ...(subject === undefined ? {} : { subject }) });
    },
    exportBundle: () => leaveForBundle?.(),
    openReport: () => openReport(host, state),
    cancel,
    end() {
      // Nobody stopped it, so its terminal has gone.
      if (state.finished === undefined && !cancellation.signal.aborted) cancel(begun ? 'SIGHUP' : 'SIGINT');
      return ended.promise;
    },
    serviceLog: (service, lines) => readLog(service, lines),
    selectFile: (path, included) => preview?.select(path, included),
    bundleFile: (path, offset) => preview?.page(path, offset),
  };
}

/** What was asked for on the command line, as it was chosen on the first screen. */
function requestFor(request: RunRequest, how: BeginHow | undefined): RunRequest {
  if (how === undefined) return request;
  const { resume: _asked, ...fresh } = request;
  if (how === 'fresh') return fresh;
  return { ...fresh, resume: how === 'bundle' ? 'bundle' : 'run' };
}
