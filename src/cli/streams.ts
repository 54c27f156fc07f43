import { type LineOutput, lineOutput, type Paint, painter, wantsColor } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { hasColorCube } from '../terminal/palette.ts';

/** Where a command writes: results to stdout, messages to stderr. */
export interface Console {
  readonly out: LineOutput;
  readonly err: LineOutput;
  /** Paint for stdout. */
  readonly paint: Paint;
  /** Paint for stderr. */
  readonly paintError: Paint;
}

/** The console of this process. */
export function processConsole(host: Host): Console {
  return {
    out: lineOutput(process.stdout),
    err: lineOutput(process.stderr),
    paint: painter(wantsColor(host.env, process.stdout.isTTY), hasColorCube(host.env)),
    paintError: painter(wantsColor(host.env, process.stderr.isTTY), hasColorCube(host.env)),
  };
}
