import { describe, expect, it } from 'vitest';
import { terminalSkills } from '../../src/terminal/terminal-skills.ts';

type Env = Readonly<Record<string, string>>;

const XTERM: Env = { TERM: 'xterm-256color' };

/** The skills as a person reads them. */
function skills(env: Env, isTerminal = true): string {
  const { title, progress, links, notifier } = terminalSkills(env, isTerminal);
  return [title && 'title', progress && 'progress', links && 'links', notifier !== 'none' && notifier]
    .filter(Boolean)
    .join(' ');
}

describe('what a terminal can do', () => {
  it.each<[string, Env, string]>([
    ['Windows Terminal', { WT_SESSION: 'a-guid' }, 'title progress links bell'],
    ['Windows Terminal from WSL', { ...XTERM, WT_SESSION: 'a-guid' }, 'title progress links bell'],
    ['ConEmu', { ...XTERM, ConEmuANSI: 'ON' }, 'title progress bell'],
    ['Ghostty', { TERM: 'xterm-ghostty' }, 'title progress links osc9'],
    ['kitty', { TERM: 'xterm-kitty' }, 'title links osc99'],
    ['foot', { TERM: 'foot' }, 'title links osc777'],
    [
      'iTerm2',
      { ...XTERM, TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.6.6' },
      'title progress links osc9',
    ],
    [
      'an older iTerm2',
      { ...XTERM, TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.14' },
      'title links osc9',
    ],
    [
      'WezTerm',
      { ...XTERM, TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20250301-1-a' },
      'title progress links osc9',
    ],
    [
      'an older WezTerm',
      { ...XTERM, TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' },
      'title links osc9',
    ],
    [
      'Visual Studio Code',
      { ...XTERM, TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.105.0' },
      'title links bell',
    ],
    ['Terminal of macOS', { ...XTERM, TERM_PROGRAM: 'Apple_Terminal' }, 'title bell'],
    ['GNOME Terminal', { ...XTERM, VTE_VERSION: '7600' }, 'title links bell'],
    ['a new VTE', { ...XTERM, VTE_VERSION: '8200' }, 'title progress links bell'],
    ['Konsole', { ...XTERM, KONSOLE_VERSION: '230800' }, 'title links bell'],
    ['xterm', XTERM, 'title bell'],
    ['tmux in Ghostty', { TERM: 'tmux-256color', TMUX: '/tmp/x', TERM_PROGRAM: 'ghostty' }, 'title bell'],
    ['screen', { TERM: 'screen', STY: '1.x' }, 'title bell'],
    ['something unknown', { TERM: 'unknown-term' }, 'bell'],
  ])('%s', (_name, env, expected) => {
    expect(skills(env)).toBe(expected);
  });

  it.each<[string, Env, boolean]>([
    ['BUS_SETUP_TERMINAL_EXTRAS=0', { TERM: 'xterm-ghostty', BUS_SETUP_TERMINAL_EXTRAS: '0' }, true],
    ['the same in Windows Terminal', { WT_SESSION: 'a', BUS_SETUP_TERMINAL_EXTRAS: '0' }, true],
    ['CI', { TERM: 'xterm-ghostty', CI: 'true' }, true],
    ['a dumb terminal', { TERM: 'dumb', WT_SESSION: 'a' }, true],
    ['no terminal', { TERM: 'xterm-ghostty' }, false],
    ['the console of Linux', { TERM: 'linux' }, true],
    ['nothing known', {}, true],
  ])('nothing with %s', (_name, env, isTerminal) => {
    expect(skills(env, isTerminal)).toBe('');
  });
});
