/** How a terminal tells a person who looks elsewhere that something has happened. */
export type Notifier = 'osc9' | 'osc777' | 'osc99' | 'bell' | 'none';

/** What a terminal can do beside showing text. */
export interface TerminalSkills {
  /** OSC 2 sets the title of the window. */
  readonly title: boolean;
  /** OSC 9;4 shows progress in the tab or the task bar. */
  readonly progress: boolean;
  /** OSC 8 makes a text a link. */
  readonly links: boolean;
  readonly notifier: Notifier;
}

/** A terminal of which nothing may be asked. */
export const NO_SKILLS: TerminalSkills = { title: false, progress: false, links: false, notifier: 'none' };

type Env = Readonly<Record<string, string | undefined>>;

/** First version of iTerm2 that draws progress; before that every OSC 9 was a notification. */
const ITERM_PROGRESS = [3, 6, 6] as const;
/** First build of WezTerm that draws progress, named by its day. */
const WEZTERM_PROGRESS = 20_250_209;
/** First version of VTE (GNOME Terminal and others) with links, and with progress. */
const VTE_LINKS = 5_000;
const VTE_PROGRESS = 8_000;
/** First version of Konsole with links, and of Visual Studio Code. */
const KONSOLE_LINKS = 201_200;
const CODE_LINKS = [1, 72] as const;

/**
 * What the terminal can do, by the marks that terminals leave in the environment. Only what a terminal is known to
 * support is used: an unknown sequence may be shown as letters, and a foreign OSC 9 is a notification.
 * @param isTerminal whether the output is one
 */
export function terminalSkills(env: Env, isTerminal: boolean): TerminalSkills {
  const off = env.BUS_SETUP_TERMINAL_EXTRAS === '0' || isSet(env.CI) || env.TERM === 'dumb' || !isTerminal;
  if (off || env.TERM === undefined || env.TERM === '' || env.TERM === 'linux') {
    // The consoles of Windows have no TERM.
    return !off && isSet(env.WT_SESSION) ? WINDOWS_TERMINAL : NO_SKILLS;
  }
  // A multiplexer stands between: it takes a title for its pane, and swallows the rest or passes it to the wrong one.
  if (isSet(env.TMUX) || isSet(env.STY) || /^(tmux|screen)/.test(env.TERM))
    return { ...NO_SKILLS, title: true, notifier: 'bell' };
  return (
    known(env, env.TERM) ?? {
      ...NO_SKILLS,
      title: /^(xterm|rxvt|alacritty|st-)/.test(env.TERM),
      notifier: 'bell',
    }
  );
}

const WINDOWS_TERMINAL: TerminalSkills = { title: true, progress: true, links: true, notifier: 'bell' };

function known(env: Env, term: string): TerminalSkills | undefined {
  const version = env.TERM_PROGRAM_VERSION ?? '';
  const all: TerminalSkills = { title: true, progress: true, links: true, notifier: 'bell' };
  if (isSet(env.WT_SESSION)) return WINDOWS_TERMINAL;
  if (env.ConEmuANSI === 'ON') return { ...all, links: false };
  if (term === 'xterm-kitty' || isSet(env.KITTY_WINDOW_ID))
    return { ...all, progress: false, notifier: 'osc99' };
  if (term === 'xterm-ghostty' || env.TERM_PROGRAM === 'ghostty') return { ...all, notifier: 'osc9' };
  if (term.startsWith('foot')) return { ...all, progress: false, notifier: 'osc777' };
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app':
      return { ...all, progress: atLeast(version, ITERM_PROGRESS), notifier: 'osc9' };
    case 'WezTerm':
      return { ...all, progress: Number.parseInt(version, 10) >= WEZTERM_PROGRESS, notifier: 'osc9' };
    case 'vscode':
      return { ...all, progress: false, links: atLeast(version, CODE_LINKS) };
    case 'Apple_Terminal':
      return { ...NO_SKILLS, title: true, notifier: 'bell' };
  }
  const vte = Number.parseInt(env.VTE_VERSION ?? '', 10);
  if (vte > 0) return { ...all, progress: vte >= VTE_PROGRESS, links: vte >= VTE_LINKS };
  const konsole = Number.parseInt(env.KONSOLE_VERSION ?? '', 10);
  if (konsole > 0) return { ...all, progress: false, links: konsole >= KONSOLE_LINKS };
  return undefined;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}

/** Whether a version such as `3.6.6` is at least another one. */
function atLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const differs = wanted.findIndex((part, index) => parts[index] !== part);
  return differs === -1 || (parts[differs] ?? 0) > (wanted[differs] ?? 0);
}
