import type { RunPort } from '../steps/run-port.ts';
import type { LineOutput } from './output.ts';

/**
 * The NDJSON face: every event of the run on a line of its own, and nothing else. The last line is `run.finished`.
 * `schemas/run-event.schema.json` describes the lines.
 * @returns the function that ends it
 */
export function attachJsonFace(port: RunPort, out: LineOutput): () => void {
  return port.subscribe((event) => out.line(JSON.stringify(event)));
}
