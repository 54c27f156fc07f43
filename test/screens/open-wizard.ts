import { runWizard } from '../../src/app.tsx';
import { systemHost } from '../../src/host/host.ts';
import type { UnfinishedChoice } from '../../src/steps/run-port.ts';
import { type FakePort, fakePort } from './fake-port.ts';
import { type FakeTerminal, fakeTerminal } from './fake-terminal.ts';

/** What a test changes about the wizard. */
export interface WizardSetting {
  readonly columns?: number;
  readonly rows?: number;
  readonly locale?: string;
  readonly color?: boolean;
  readonly remembered?: string;
  readonly unfinished?: UnfinishedChoice;
}

/** A real wizard on a terminal without a process, and a run that the test plays. */
export interface OpenWizard {
  readonly terminal: FakeTerminal;
  readonly port: FakePort;
  readonly exit: Promise<{ readonly exitCode: number }>;
}

/** Opens the wizard. Its clock stands still, so that elapsed times are those of the events. */
export function openWizard(setting: WizardSetting = {}): OpenWizard {
  const { columns = 80, rows = 24, locale = 'C.UTF-8', color = false } = setting;
  const terminal = fakeTerminal(columns, rows);
  const port = fakePort(setting.remembered, setting.unfinished);
  const host = {
    ...systemHost(),
    env: { LANG: locale, FORCE_COLOR: '3' },
    platform: 'linux' as const,
    monotonic: () => 0,
  };
  const { stdin, stdout } = terminal;
  const end = async () => ({ exitCode: port.state().finished?.exitCode ?? 130 });
  const exit = runWizard({
    port,
    end,
    done: new Promise(() => undefined),
    host,
    stdin,
    stdout,
    stderr: stdout,
    color,
  });
  return { terminal, port, exit };
}
