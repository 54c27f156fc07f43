import { z } from 'zod';
import { checkoutPath, environmentKey, slug } from './profile-names.ts';

const port = z.int().min(1).max(65_535);

/** A port that a service of the stack publishes. */
const publishedPort = z.strictObject({
  service: slug.describe('Service that publishes the port'),
  port: port.describe('Port inside the stack'),
  key: environmentKey.optional().describe('Setting that moves the published port'),
});

/** The embedded stack: everything in one process. */
const embeddedRuntime = z.strictObject({
  kind: z.literal('embedded'),
  /** Loopback port of the gateway; 0 picks a free one. */
  port: z.int().min(0).max(65_535).describe('Loopback port of the gateway; 0 picks a free one'),
});

/** A checkout that Docker Compose runs. */
const composeRuntime = z.strictObject({
  kind: z.literal('compose'),
  files: z.array(checkoutPath).min(1).max(20).describe('Compose files of the checkout, in order'),
  envFiles: z
    .array(checkoutPath)
    .max(20)
    .describe('Environment files of the checkout; the first that is there is used'),
  gateway: publishedPort.describe('Where the gateway is published'),
  mailbox: publishedPort.optional().describe('Where the mail sink answers'),
  tokenFile: checkoutPath
    .optional()
    .describe('File of the checkout into which the stack writes its API token'),
  modules: z
    .array(z.string().min(1).max(80))
    .max(500)
    .optional()
    .describe('Modules that services are compiled from, beside those that own them'),
  readySeconds: z.int().min(1).max(86_400).describe('Seconds that a first start may take until it answers'),
  engine: z
    .strictObject({
      memoryMegabytes: z.int().min(1).describe('Least memory of the Docker engine'),
      diskMegabytes: z.int().min(1).describe('Least free disk of the Docker engine'),
    })
    .optional()
    .describe('What the Docker engine must have'),
  database: z
    .strictObject({
      service: slug.describe('Service of the database'),
      port: port.describe('Port inside the stack'),
      userKey: environmentKey.describe('Setting that holds the name of the database user'),
      nameKey: environmentKey.describe('Setting that holds the name of the database'),
      noteCount: z
        .string()
        .max(2_000)
        .includes(":'text'", { error: "a query with :'text' where the text of the note belongs" })
        .describe("SQL that counts the notes which hold the text :'text'"),
    })
    .optional()
    .describe('How the proof reads what the stack has stored'),
});

/** A stack that somebody else runs. */
const attachRuntime = z.strictObject({
  kind: z.literal('attach'),
  urlKey: environmentKey.describe('Environment variable with the base URL of the gateway; --url wins'),
  tokens: z
    .array(
      z.strictObject({
        audience: z
          .enum(['ai.hg.fi/api', 'ai.hg.fi/auth', 'ai.hg.fi/internal'])
          .describe('Audience of the token'),
        key: environmentKey.describe(
          'Environment variable with the token; the same name with _FILE names a file',
        ),
      }),
    )
    .max(20)
    .describe('Where the tokens come from'),
  internalKeyKey: environmentKey
    .optional()
    .describe('Environment variable with the internal key; the same name with _FILE names a file'),
  stripeSecretKey: environmentKey
    .optional()
    .describe('Environment variable with the webhook signing secret; the same name with _FILE names a file'),
});

/** How the stack of a profile is run. Further kinds are members of this union. */
export const profileRuntime = z.discriminatedUnion('kind', [embeddedRuntime, composeRuntime, attachRuntime]);
export type ProfileRuntime = z.infer<typeof profileRuntime>;

/** Settings of a profile that runs on Docker Compose. */
export type ComposeSettings = z.infer<typeof composeRuntime>;

/** Settings of a profile that attaches to a stack somebody else runs. */
export type AttachSettings = z.infer<typeof attachRuntime>;
