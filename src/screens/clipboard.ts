/** GNU screen cuts what it is told to pass on at 768 bytes, with what it wraps around. */
const SCREEN_PART = 500;

/**
 * What asks a terminal to put a text on its clipboard: OSC 52 (xterm control sequences, "Manipulate Selection Data").
 * Inside tmux it is sent twice: to tmux itself, which takes it with `set-clipboard on`, and past it, which works with
 * `allow-passthrough on`. A terminal that knows neither shows nothing of it.
 * @param env environment of the program: `TMUX`, `STY` and `TERM` tell what it runs in
 */
export function clipboardSequence(text: string, env: Readonly<Record<string, string | undefined>>): string {
  // The console of Linux has no clipboard, and a parser of its own.
  if (env.TERM === 'linux') return '';
  const sequence = `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
  if (isSet(env.TMUX))
    return `${sequence}\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
  if (!isSet(env.STY)) return sequence;
  const parts = sequence.match(new RegExp(`[^]{1,${SCREEN_PART}}`, 'g')) ?? [];
  return parts.map((part) => `\u001bP${part}\u001b\\`).join('');
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
