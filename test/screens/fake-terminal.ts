import { PassThrough, Writable } from 'node:stream';
import { emulateScreen, type ScreenEmulator } from '../fixtures/screen-emulator.ts';

/** A terminal without a process: what is written to `stdout` is what a person would see on `screen()`. */
export interface FakeTerminal extends ScreenEmulator {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Sends the keys of one chunk. */
  type(chunk: string): void;
}

/** Opens a fake terminal of a size. */
export function fakeTerminal(columns: number, rows: number): FakeTerminal {
  const emulator = emulateScreen(columns, rows);
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
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
  return {
    ...emulator,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    type: (chunk) => void stdin.write(chunk),
    resize(nextColumns, nextRows) {
      emulator.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
  };
}
