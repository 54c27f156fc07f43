import { resolve } from 'node:path';
import type { StackChoices } from '../stack/stack-choices.ts';
import type { RunRequest } from './run-request.ts';

/** What names a profile by its file, and not by its id. */
const FILE = /[/\\]|\.ya?ml$/;

/**
 * A request whose files mean the same from any folder.
 * @param cwd folder that its relative paths count from, absolute
 */
export function requestFrom(request: RunRequest, cwd: string): RunRequest {
  const { profile, signWith, stack } = request;
  return {
    ...request,
    ...(profile !== undefined && FILE.test(profile) ? { profile: resolve(cwd, profile) } : {}),
    ...(signWith === undefined ? {} : { signWith: resolve(cwd, signWith) }),
    ...(stack === undefined ? {} : { stack: stackFrom(stack, cwd) }),
  };
}

/**
 * The same stack, named so from any folder.
 * @param cwd folder that its relative paths count from, absolute
 */
export function stackFrom<Choices extends StackChoices>(choices: Choices, cwd: string): Choices {
  const { checkout, envFile, composeFiles, caFile, tokenFiles } = choices;
  const from = (file: string): string => resolve(cwd, file);
  return {
    ...choices,
    ...(checkout === undefined ? {} : { checkout: from(checkout) }),
    ...(envFile === undefined ? {} : { envFile: from(envFile) }),
    ...(composeFiles === undefined ? {} : { composeFiles: composeFiles.map(from) }),
    ...(caFile === undefined ? {} : { caFile: from(caFile) }),
    ...(tokenFiles === undefined
      ? {}
      : {
          tokenFiles: Object.fromEntries(
            Object.entries(tokenFiles).map(([name, file]) => [name, from(file)]),
          ),
        }),
  };
}
