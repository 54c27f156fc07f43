import type { RunEventBody } from '../../steps/events.ts';

/** A recorded run: event bodies with their times, milliseconds since the run started. */
export type Story = readonly (readonly [number, RunEventBody])[];

/** An event body with its time in milliseconds. */
export function at(t: number, body: RunEventBody): readonly [number, RunEventBody] {
  return [t, body];
}
