import { z } from 'zod';

const port = z.int().min(1).max(65_535);
const text = z.string().max(20_000);

/** What the process of the embedded stack tells over IPC. */
export const childMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('service'),
    service: z.string().max(80),
    state: z.enum(['starting', 'healthy', 'restarting', 'exited']),
    detail: text.optional(),
  }),
  z.object({ type: z.literal('ready'), gatewayPort: port, mailPort: port, controlPort: port }),
  z.object({ type: z.literal('failed'), code: z.string().max(80), message: text }),
]);
export type ChildMessage = z.infer<typeof childMessage>;

/** What the process is told when it starts; it carries the control key, so it goes over IPC and nowhere else. */
export interface ChildConfig {
  /** Absolute. */
  readonly dataFolder: string;
  /** 0 picks a free one. */
  readonly gatewayPort: number;
  readonly controlKey: string;
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
  readonly instanceId: string;
}
