import { z } from 'zod';

/** One stretch of the way of a request through the stack. */
export const hopSchema = z.strictObject({
  /** Between which two places, e.g. `gateway to bus-llm`. */
  hop: z.string().min(1).max(120),
  /** Milliseconds; absent where they cannot be measured. */
  ms: z.number().nonnegative().optional(),
  /** Why they cannot be measured; present when there are none. */
  unmeasured: z.string().max(200).optional(),
});
export type Hop = z.infer<typeof hopSchema>;

/** A hop in words, for reports and screens. */
export function hopText({ hop, ms, unmeasured }: Hop): string {
  return ms === undefined ? `${hop}: not measured, ${unmeasured ?? 'nothing tells'}` : `${hop}: ${ms} ms`;
}
