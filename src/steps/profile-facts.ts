import type { Host } from '../host/host.ts';
import type { Profile } from '../stack/profile-schema.ts';
import type { RunEventBody } from './events.ts';

/** What the report says of a profile and of the environment: names, roles and presence, never a value. */
export function factsOf(profile: Profile, host: Host): RunEventBody {
  return {
    type: 'run.facts',
    services: profile.services.map(({ id, module, role, summary }) => ({
      service: id,
      module,
      role,
      summary,
    })),
    environment: profile.environment.map((entry) => {
      const value = host.env[entry.key];
      const present = value !== undefined && value !== '';
      return {
        key: entry.key,
        secrecy: entry.secrecy,
        present,
        publicDefault: entry.default !== undefined && (!present || value === entry.default),
      };
    }),
  };
}
