import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';

/** A terminal without a process: what is written to `stdout` is what a person would see on `screen()`. */
export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** The visible lines, without spaces at their ends. */
  screen(): readonly string[];
  /** Sends the keys of one chunk. */
  type(chunk: string): void;
  resize(columns: number, rows: number): void;
  /** Resolves when `text` is on the screen; rejects with a dump of the screen when it does not come. */
  see(text: string | RegExp): Promise<void>;
  /** Resolves when nothing but a spinner has been drawn for a moment. */
  settled(): Promise<void>;
  /** Everything written so far. */
  bytes(): string;
  /** Furthest line that scrolled out of the normal screen. */
  scrolledOut(): number;
  alternate(): boolean;
}

const PATIENCE = 5_000;
/** Longer than the wizard ever waits before it draws: its event window and a frame of Ink. */
const QUIET = 150;

/** Opens a fake terminal of a size. */
export function fakeTerminal(columns: number, rows: number): FakeTerminal {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 10_000 });
  let raw = '';
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        raw += chunk;
        // What a terminal driver does to a line feed.
        emulator.write(String(chunk).replace(/\r?\n/g, '\r\n'), done);
      },
    }),
    { isTTY: true as const, columns, rows },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true as const,
    isRaw: false,
    setRawMode(mode: boolean) {
      stdin.isRaw = mode;
      return stdin;
    },
    ref: () => stdin,
    unref: () => stdin,
  });
  const screen = (): readonly string[] => {
    const { active } = emulator.buffer;
    return Array.from({ length: emulator.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true, 0, emulator.cols) ?? '').trimEnd(),
    );
  };
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    screen,
    type: (chunk) => void stdin.write(chunk),
    resize(nextColumns, nextRows) {
      emulator.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
    async see(text) {
      const until = performance.now() + PATIENCE;
      for (;;) {
        const shown = screen().join('\n');
        if (typeof text === 'string' ? shown.includes(text) : text.test(shown)) return;
        if (performance.now() > until) throw new Error(`never saw ${String(text)} on this screen:\n${shown}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async settled() {
      const still = (): string => screen().slice(1).join('\n');
      for (let before = ''; before !== still(); ) {
        before = still();
        await new Promise((resolve) => setTimeout(resolve, QUIET));
      }
    },
    bytes: () => raw,
    scrolledOut: () => emulator.buffer.normal.baseY,
    alternate: () => emulator.buffer.active.type === 'alternate',
  };
}
