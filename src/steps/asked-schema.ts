import { z } from 'zod';

const texts = z.array(z.string());

/** What the operator asked for, as the journal keeps it. Nothing in it is a secret: tokens are named by their files. */
export const askedRequest = z.strictObject({
  /** Id or absolute path, as `--profile` takes it. */
  profile: z.string(),
  /** Folder that the program was started in: relative paths count from there. */
  cwd: z.string(),
  only: texts.optional(),
  skip: texts.optional(),
  signWith: z.string().optional(),
  stack: z.strictObject({
    port: z.int().optional(),
    checkout: z.string().optional(),
    envFile: z.string().optional(),
    composeFiles: texts.optional(),
    composeProfiles: texts.optional(),
    projectName: z.string().optional(),
    readySeconds: z.int().optional(),
    url: z.string().optional(),
    caFile: z.string().optional(),
    allowWrites: z.boolean().optional(),
    tokenFiles: z.record(z.string(), z.string()).optional(),
  }),
  bundle: z.strictObject({
    include: texts.optional(),
    exclude: texts.optional(),
    since: z.iso.datetime().optional(),
    maxBytes: z.int().optional(),
    keepKey: z.boolean().optional(),
    keepPersonalData: z.boolean().optional(),
    recipients: texts.optional(),
  }),
});
export type AskedRequest = z.infer<typeof askedRequest>;
