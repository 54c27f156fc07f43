import { LOCAL_DEFAULTS, type LocalDefault } from '../../contract/local-defaults.ts';
import { type EnvironmentEntry, environmentPresence } from '../../redact/environment.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** Keys beside the profile's that decide how a run behaves. */
const HOST_KEYS = [
  'BUS_LOCAL_AI_PLATFORM_LIVE_CODEX',
  'CI',
  'CODEX_HOME',
  'DOCKER_HOST',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NO_PROXY',
  'SOURCE_DATE_EPOCH',
];

/** Which settings are there, and whether they are the public defaults. Never a value. */
export const environmentCollector: Collector = {
  id: 'environment',
  title: 'Environment keys',
  deadlineMs: 10_000,
  capBytes: 512 * 1024,
  paths: () => ['environment/keys.json'],
  async collect({ host, runtime }) {
    const declared = new Map(runtime.profile.environment.map((entry) => [entry.key, entry]));
    const published: ReadonlyMap<string, LocalDefault> = new Map(Object.entries(LOCAL_DEFAULTS));
    const names = [...new Set([...declared.keys(), ...HOST_KEYS])].sort();
    const keys = environmentPresence(host.env, names).map((entry) => {
      const inProfile = declared.get(entry.name);
      const fallback = inProfile?.default ?? published.get(entry.name)?.value ?? '';
      const isDefault =
        entry.present && inProfile?.default !== undefined && host.env[entry.name] === inProfile.default;
      // What somebody else's stack takes instead is not known here.
      const state = stateOf(entry, isDefault, fallback !== '' && runtime.kind !== 'attach');
      if (inProfile === undefined) return { ...entry, state };
      return {
        ...entry,
        secret: entry.secret || inProfile.secrecy === 'secret',
        secrecy: inProfile.secrecy,
        isProfileDefault: isDefault,
        state,
      };
    });
    return [jsonFile('environment/keys.json', keys, 'which settings are present, without any value')];
  },
};

/** What an entry means, in words: an absent key of a stack with a default is in force all the same. */
function stateOf(entry: EnvironmentEntry, isProfileDefault: boolean, hasDefault: boolean): string {
  if (entry.present)
    return entry.isPublicDefault || isProfileDefault ? 'set to the public default' : 'set to an own value';
  return hasDefault ? 'not set: the stack takes its public default' : 'not set';
}
