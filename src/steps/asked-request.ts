import { SetupError } from '../reasons/setup-error.ts';
import type { AskedRequest } from './asked-schema.ts';
import type { RunRequest } from './run-request.ts';

/**
 * @param profile as `--profile` takes it, also from another folder
 * @param cwd folder that relative paths count from
 */
export function askedOf(request: RunRequest, profile: string, cwd: string): AskedRequest {
  const { selection, signWith, stack = {}, bundle = {} } = request;
  const { since, include, exclude, recipients, ...rest } = bundle;
  return {
    profile,
    cwd,
    only: copy(selection.only),
    skip: copy(selection.skip),
    signWith,
    stack: {
      ...stack,
      composeFiles: copy(stack.composeFiles),
      composeProfiles: copy(stack.composeProfiles),
      tokenFiles: someOf(stack.tokenFiles),
    },
    bundle: {
      ...rest,
      include: copy(include),
      exclude: copy(exclude),
      recipients: copy(recipients),
      since: since?.toISOString(),
    },
  };
}

/**
 * The request of a run that goes on: what was asked for then, except for what is asked for now.
 * @param challenge of the run that goes on
 * @throws SetupError `RN-ANSWER-REDACTED`
 */
export function requestAgain(
  asked: AskedRequest,
  challenge: string | undefined,
  now: RunRequest,
): RunRequest {
  const { since, ...bundle } = asked.bundle;
  const again: RunRequest = {
    ...now,
    profile: now.profile ?? asked.profile,
    selection: { only: now.selection.only ?? asked.only, skip: now.selection.skip ?? asked.skip },
    challenge: now.challenge ?? challenge,
    signWith: now.signWith ?? asked.signWith,
    stack: {
      ...asked.stack,
      ...given(now.stack ?? {}),
      tokenFiles: someOf({ ...asked.stack.tokenFiles, ...now.stack?.tokenFiles }),
    },
    bundle: {
      ...bundle,
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...given(now.bundle ?? {}),
      recipients: now.bundle?.recipients?.length ? now.bundle.recipients : bundle.recipients,
    },
  };
  const { profile, selection, signWith, stack } = again;
  const redacted = nameOfRedacted({ profile, challenge: again.challenge, selection, signWith, ...stack });
  if (redacted !== undefined) throw new SetupError('RN-ANSWER-REDACTED', redacted);
  return again;
}

function copy(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined ? undefined : [...list];
}

/** No files are the same answer, whether a command line gave an empty list of them or nobody spoke of any. */
function someOf<T extends object>(files: T | undefined): T | undefined {
  return files === undefined || Object.keys(files).length === 0 ? undefined : { ...files };
}

/** Without what nobody has said. */
function given<T extends object>(choices: T): Partial<T> {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Every event passes the redactor; an answer that it changed is not the answer any more. */
function nameOfRedacted(answers: Readonly<Record<string, unknown>>): string | undefined {
  return Object.entries(answers).find(
    ([, value]) => JSON.stringify(value)?.includes('[REDACTED:') === true,
  )?.[0];
}
