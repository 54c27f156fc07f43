import type { StackChoices } from '../stack/stack-choices.ts';

/** Flags that say which stack is meant, as the command line gives them. */
export interface StackFlags {
  readonly profile?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly port?: number;
  readonly checkout?: string;
  readonly envFile?: string;
  readonly composeFile?: readonly string[];
  readonly composeProfile?: readonly string[];
  readonly projectName?: string;
  readonly readyTimeout?: number;
  readonly url?: string;
  readonly caFile?: string;
  readonly allowWrites?: boolean;
  readonly apiTokenFile?: string;
  readonly authTokenFile?: string;
  readonly internalTokenFile?: string;
}

/** What a runtime takes of the flags. */
export function stackChoices(flags: StackFlags): StackChoices {
  const { apiTokenFile, authTokenFile, internalTokenFile } = flags;
  const files = { api: apiTokenFile, auth: authTokenFile, internal: internalTokenFile };
  return {
    port: flags.port,
    checkout: flags.checkout,
    envFile: flags.envFile,
    composeFiles: flags.composeFile,
    composeProfiles: flags.composeProfile,
    projectName: flags.projectName,
    readySeconds: flags.readyTimeout,
    url: flags.url,
    caFile: flags.caFile,
    allowWrites: flags.allowWrites,
    tokenFiles: Object.fromEntries(
      Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
