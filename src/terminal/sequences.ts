import { safeText } from '../steps/safe-text.ts';
import type { Notifier } from './terminal-skills.ts';

const OSC = '\u001b]';
const ST = '\u001b\\';

/** Longest title and notification. */
const LONGEST = 80;

/** How far something is, as a task bar shows it. */
export interface Progress {
  /** 0 to 100; undefined while nobody knows. */
  readonly percent: number | undefined;
  /** True once something has failed: red, where the terminal has a colour for it. */
  readonly failed: boolean;
}

/** Asks the terminal to keep its title, then sets another. XTWINOPS 22; a terminal without it ignores it. */
export function keepTitle(): string {
  return '\u001b[22;2t';
}

/** Sets the title of the window. */
export function setTitle(text: string): string {
  return `${OSC}2;${clean(text)}${ST}`;
}

/** Empties the title and asks for the one that was kept: one of both helps on every terminal. */
export function giveTitleBack(): string {
  return `${setTitle('')}\u001b[23;2t`;
}

/** Shows progress: OSC 9;4 as ConEmu defined it. */
export function showProgress({ percent, failed }: Progress): string {
  if (percent === undefined) return `${OSC}9;4;3;0${ST}`;
  return `${OSC}9;4;${failed ? 2 : 1};${Math.max(0, Math.min(100, Math.round(percent)))}${ST}`;
}

/** Takes the progress away. */
export function clearProgress(): string {
  return `${OSC}9;4;0;0${ST}`;
}

/** Tells a person who looks elsewhere. */
export function notification(notifier: Notifier, text: string): string {
  const said = clean(text);
  switch (notifier) {
    case 'osc9':
      return `${OSC}9;${said}${ST}`;
    case 'osc777':
      return `${OSC}777;notify;bus-setup;${said}${ST}`;
    case 'osc99':
      return `${OSC}99;;${said}${ST}`;
    case 'bell':
      return '\u0007';
    case 'none':
      return '';
  }
}

/**
 * A text that leads to an address where the terminal knows links, and the text alone where it does not.
 * @param url absolute; anything but printable ASCII is encoded, so that it cannot end the sequence
 */
export function link(url: string, text: string): string {
  const safe = Array.from(safeText(url), (mark) =>
    mark >= '!' && mark <= '~' ? mark : encodeURIComponent(mark),
  ).join('');
  return `${OSC}8;;${safe}${ST}${text}${OSC}8;;${ST}`;
}

function clean(text: string): string {
  return Array.from(safeText(text).replace(/[\s;]+/g, ' '))
    .slice(0, LONGEST)
    .join('');
}
