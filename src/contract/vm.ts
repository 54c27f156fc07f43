import { z } from 'zod';
import { filledText, jsonObject } from './fields.ts';

/** Provider that the local stack's static backend names. */
export const STATIC_PROVIDER = 'static';

/**
 * State, provider and free details of a runtime; also the shape of the container runner's status. The contract names
 * `ready`, `starting`, `stopped` and `unavailable`; any other state is shown as it is and means not ready.
 */
export const runtimeStatus = z.object({
  state: filledText(64),
  provider: filledText(64),
  details: jsonObject.nullish(),
});

/** Answer of `GET /api/v1/vm/status`. */
export const vmStatusResponse = z.object({ status: runtimeStatus });

/** A parsed VM status answer. */
export type VmStatusResponse = z.output<typeof vmStatusResponse>;

/** Answer of `POST /api/v1/vm/start` and `/stop`. */
export const vmActionResponse = z.object({
  accepted: z.literal(true),
  action: z.enum(['start', 'stop']),
});

/** A parsed VM action answer. */
export type VmActionResponse = z.output<typeof vmActionResponse>;
