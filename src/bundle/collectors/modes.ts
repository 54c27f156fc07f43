import { LOCAL_DEFAULTS } from '../../contract/local-defaults.ts';
import type { Host } from '../../host/host.ts';
import type { StackRuntime } from '../../stack/runtime.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** A switch that decides which backend stands behind a part of the stack. */
interface Mode {
  readonly id: string;
  /** Environment key that sets it. */
  readonly key: string;
  /** Value of the reference stack where neither environment nor profile says anything. */
  readonly documented: string;
}

/** Where a value came from, strongest first. */
type ModeSource = 'environment' | 'profile' | 'documented default';

const MODES: readonly Mode[] = [
  mode(
    'billing-provider',
    'BUS_LOCAL_BILLING_PROVIDER_BACKEND',
    LOCAL_DEFAULTS.BUS_LOCAL_BILLING_PROVIDER_BACKEND.value,
  ),
  mode('llm-billing', 'BUS_LLM_BILLING_BACKEND', LOCAL_DEFAULTS.BUS_LLM_BILLING_BACKEND.value),
  mode('usage-billing-export', 'BUS_USAGE_BILLING_EXPORT', 'off'),
  mode('llm-execution', 'BUS_LLM_EXECUTION_BACKEND', 'events'),
  mode('auth-otp-sender', 'BUS_AUTH_OTP_SENDER', 'smtp'),
  mode('codex-provider', 'BUS_CODEX_PROVIDER', LOCAL_DEFAULTS.BUS_CODEX_PROVIDER.value),
  mode('containers-provider', 'BUS_CONTAINERS_PROVIDER', 'events'),
];

/** Which database each kind of runtime keeps auth and Events in: not an environment key, but how it is started. */
const STORAGE: Readonly<Record<StackRuntime['kind'], string>> = {
  embedded: 'embedded database',
  compose: 'postgres',
  attach: 'unknown: the stack is run by somebody else',
};

/** Billing, auth, Events and Codex backend modes: what the proof ran against. */
export const modesCollector: Collector = {
  id: 'modes',
  title: 'Backend modes',
  deadlineMs: 10_000,
  capBytes: 64 * 1024,
  paths: () => ['stack/modes.json'],
  async collect({ host, runtime }) {
    const storage = STORAGE[runtime.kind];
    return [
      jsonFile(
        'stack/modes.json',
        {
          runtime: runtime.kind,
          storage: { auth: storage, events: storage },
          modes: MODES.map((each) => resolveMode(each, host, runtime)),
        },
        'which billing, auth, Events and Codex backends the stack uses',
      ),
    ];
  },
};

function resolveMode({ id, key, documented }: Mode, host: Host, runtime: StackRuntime) {
  const set = host.env[key];
  if (set !== undefined && set !== '') return { id, key, ...shown(set, 'environment') };
  const inProfile = runtime.profile.environment.find((entry) => entry.key === key)?.default;
  if (inProfile !== undefined) return { id, key, ...shown(inProfile, 'profile') };
  return { id, key, ...shown(documented, 'documented default') };
}

/** A mode is one short word. Anything else was set by mistake and could be anything, also a secret. */
function shown(value: string, source: ModeSource) {
  return /^[a-z][a-z0-9-]{0,31}$/.test(value)
    ? { value, source }
    : { value: null, source, note: 'not a known kind of value, left out' };
}

function mode(id: string, key: string, documented: string): Mode {
  return { id, key, documented };
}
