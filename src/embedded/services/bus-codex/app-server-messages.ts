import { z } from 'zod';

/*
 * What is read of the Codex app server's messages (`codex app-server generate-ts`, Codex CLI 0.169). Everything else
 * in them, and every other notification, is Codex's business.
 */

/** Any line of the app server. */
export const appServerMessage = z.object({
  id: z.union([z.int(), z.string()]).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** Result of `account/read`. */
export const accountResult = z.object({
  account: z.looseObject({ type: z.string() }).nullable(),
  requiresOpenaiAuth: z.boolean(),
});

/** Result of `thread/start`: `model` is what executes. */
export const threadResult = z.object({ thread: z.object({ id: z.string() }), model: z.string() });

/** Error kinds with the provider's HTTP status, where there is one. */
const httpFailure = z.object({ httpStatusCode: z.int().nullish() });

/** `CodexErrorInfo`: a word, or an object with one member that may hold a status. */
const errorInfo = z
  .union([
    z.string().transform((kind) => ({ kind, httpStatus: undefined })),
    z.record(z.string(), z.unknown()).transform((tagged) => {
      const [kind = 'other', value] = Object.entries(tagged)[0] ?? [];
      return { kind, httpStatus: httpFailure.safeParse(value).data?.httpStatusCode ?? undefined };
    }),
  ])
  .nullish()
  .transform((info) => info ?? { kind: 'other', httpStatus: undefined });

/** A turn's error. The message is the provider's and is only looked at, never passed on. */
export const turnError = z.object({ message: z.string(), codexErrorInfo: errorInfo });

/** A parsed turn error. */
export type TurnError = z.output<typeof turnError>;

/** Params of `error`: also sent for attempts that Codex repeats by itself. */
export const errorParams = z.object({ error: turnError });

/** Params of `item/completed`. */
export const itemParams = z.object({
  item: z.looseObject({ type: z.string(), text: z.string().optional() }),
});

/** Params of `thread/tokenUsage/updated`. */
export const tokenParams = z.object({
  tokenUsage: z.object({
    total: z.object({ inputTokens: z.int().min(0), outputTokens: z.int().min(0) }),
  }),
});

/** Params of `turn/completed`. */
export const turnParams = z.object({
  turn: z.object({ status: z.string(), error: turnError.nullish() }),
});
