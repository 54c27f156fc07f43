import { isAbsolute } from 'node:path';
import { z } from 'zod';

const port = z.int().min(0).max(65_535);

/**
 * What the process is told when it starts: one JSON document, as the first IPC message or the first line on standard
 * input. It carries secrets, so it never goes through the arguments.
 */
export const processConfig = z.strictObject({
  /** Folder of the store; absolute. Made when missing. */
  dataFolder: z.string().refine(isAbsolute, 'not an absolute path'),
  /** 0 picks a free one. */
  gatewayPort: port,
  /** Port of the mail sink's API; 0, the default, picks a free one. */
  mailPort: port.default(0),
  /** Port of the control listener; 0, the default, picks a free one. */
  controlPort: port.default(0),
  /** Bearer key of the control listener. */
  controlKey: z.string().min(32).max(256),
  /** Settings by the names of the real stack; the published local defaults stand where one is missing. */
  env: z.record(z.string().max(256), z.string().max(32_768)).default({}),
  /** Version of the program that started the stack. */
  version: z.string().max(64),
  /** Tells this start of the stack from every other one. */
  instanceId: z.string().min(1).max(128),
});

/** What the process is told, checked. */
export type ProcessConfig = z.output<typeof processConfig>;
