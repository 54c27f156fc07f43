import { z } from 'zod';
import { serviceRole } from '../../stack/profile-schema.ts';
import { hopSchema } from '../hops.ts';
import { stableHeaders, volatileHeaders } from '../kept-headers.ts';
import { checkResultSchema, exchangeSchema } from '../verdict.ts';

/** Version of the format of `results.json`. */
export const RESULTS_SCHEMA = 'busdk.setup/results/v1';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();
const milliseconds = z.number().nonnegative();

/** A call as evidence, without what is volatile: latency, body, and the headers that belong to one answer only. */
const stableExchange = exchangeSchema
  .omit({ latencyMs: true, headers: true, answer: true })
  .extend({ headers: stableHeaders.optional() });

/** A check's result, without its latencies. */
const stableCheck = checkResultSchema
  .omit({ latencyMs: true, exchanges: true, hops: true })
  .extend({ exchanges: z.array(stableExchange).max(500) });

/** A check as `results.json` holds it. */
export type ReportedCheck = z.infer<typeof stableCheck>;

const latency = z.strictObject({
  check: z.string(),
  /** From the check's start to its verdict. */
  totalMs: milliseconds,
  /** Of each call, in the order of the check's `exchanges`. */
  exchangesMs: z.array(milliseconds).max(500),
  /** Of each stretch of the way of the one request that the check followed; absent when it followed none. */
  hops: z.array(hopSchema).max(20).optional(),
});

const answerHeaders = z.strictObject({
  check: z.string(),
  /** Of each answer, in the order of the check's `exchanges`; empty where it had none of them. */
  exchanges: z.array(volatileHeaders).max(500),
});

/**
 * The one source of every report. Everything that differs between two runs against the same stack stands under
 * `volatile`; without that member two honest runs give the same bytes.
 */
export const resultsSchema = z.strictObject({
  schema: z.literal(RESULTS_SCHEMA),
  /** `WARNED`: everything required passed and something optional was skipped. */
  verdict: z.enum(['PASSED', 'WARNED', 'FAILED']),
  counts: z.strictObject({ pass: z.int().min(0), skip: z.int().min(0), fail: z.int().min(0) }),
  /** SHA-256 of the sorted lines `id<TAB>STATUS<LF>` of `checks`. */
  verdictDigest: digest,
  tool: z.strictObject({
    name: z.literal('@busdk/setup'),
    version: z.string(),
    node: z.string(),
    platform: z.string(),
  }),
  profile: z.strictObject({
    id: z.string(),
    title: z.string(),
    /** What a passed proof is evidence for. */
    tier: z.enum(['local', 'hosted', 'production-pilot']),
    runtime: z.string(),
    services: z
      .array(
        z.strictObject({ service: z.string(), module: z.string(), role: serviceRole, summary: z.string() }),
      )
      .max(500),
  }),
  /** Environment keys of the profile: whether they are set, never what to. */
  environment: z
    .array(
      z.strictObject({
        key: z.string(),
        secrecy: z.enum(['public', 'secret', 'path']),
        present: z.boolean(),
        publicDefault: z.boolean(),
      }),
    )
    .max(500),
  /** Addresses of the stack by name. */
  stack: z.strictObject({ urls: z.record(z.string(), z.string()) }),
  /** What the operator asked for; both empty for the whole proof. */
  selection: z.strictObject({ only: z.array(z.string()), skip: z.array(z.string()) }),
  /** Text that a buyer chose, so that the proof cannot have been made before. */
  challenge: z.string().min(1).max(200).optional(),
  checks: z.array(stableCheck).max(10_000),
  preflight: z.array(stableCheck).max(10_000),
  volatile: z.strictObject({
    /** Run id, a UUID. */
    run: z.string(),
    startedAt: time,
    /** When these results were written. */
    writtenAt: time,
    /** Present when the run went on with others that were broken off. */
    resumed: z
      .strictObject({
        /** Those runs, oldest first: id, start, and last sign of each. */
        before: z.array(z.strictObject({ run: z.string(), startedAt: time, lastAt: time })).max(1_000),
        /** Id of the one that made the checks; absent when this run made them. */
        checksOf: z.string().optional(),
      })
      .optional(),
    latencies: z.array(latency).max(20_000),
    /** Headers that differ from one answer to the next, of the checks that had any. */
    answerHeaders: z.array(answerHeaders).max(20_000),
  }),
});

/** The content of `results.json`. */
export type Results = z.infer<typeof resultsSchema>;
