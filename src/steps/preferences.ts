import Conf from 'conf';
import type { Host } from '../host/host.ts';

/** What is remembered from one run to the next. Nothing secret. */
export interface Preferences {
  /** Profile of the last run. */
  readonly profile?: string;
}

/** Where choices are kept between runs. */
export interface PreferenceStore {
  read(): Preferences;
  /** Never fails: a choice that cannot be kept is asked for again. */
  remember(preferences: Preferences): void;
}

/**
 * The operator's remembered choices, in the configuration folder of this system.
 * `BUS_SETUP_CONFIG_DIR` names another folder. A file that is damaged is read as empty and replaced.
 */
export function openPreferences(host: Host): PreferenceStore {
  try {
    const folder = host.env.BUS_SETUP_CONFIG_DIR;
    const store = new Conf<{ profile?: string }>({
      projectName: 'bus-setup',
      projectSuffix: '',
      configFileMode: 0o600,
      clearInvalidConfig: true,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    return {
      read: () => {
        const profile: unknown = store.get('profile');
        return typeof profile === 'string' && profile.length <= 200 ? { profile } : {};
      },
      remember: (preferences) => {
        const { profile } = preferences;
        if (profile !== undefined) quietly(() => store.set('profile', profile));
      },
    };
  } catch {
    return { read: () => ({}), remember: () => undefined };
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // A read-only home is no reason to fail a run.
  }
}
