import { z } from 'zod';
import { count, emptyWhenNull, filledText, jsonObject, text, withSpellings } from './fields.ts';
import { runtimeStatus } from './vm.ts';

/**
 * Older revisions name the owner by account; the current field is given (bus-api-provider-containers page).
 */
const OWNER_SPELLINGS = { owner_identity_id: ['owner_account_id'] } as const;

/** One container of the caller. */
export const containerItem = withSpellings(
  OWNER_SPELLINGS,
  z.object({
    id: filledText(256),
    state: filledText(64),
    owner_identity_id: filledText(256).optional(),
    details: jsonObject.nullish(),
  }),
);

/** Answer of `GET /api/v1/containers/status`: the caller's own containers only. */
export const containersStatusResponse = z.object({ items: emptyWhenNull(z.array(containerItem).max(1000)) });

/** A parsed container list. */
export type ContainersStatusResponse = z.output<typeof containersStatusResponse>;

const commandLine = z.array(text(32_768)).max(256);

/**
 * Body of `POST /api/v1/containers/runs`. One of `profile` and `image` is required; `args` stands for
 * `command` only when that is absent, and `command` is always given.
 */
export const containerRunRequest = z
  .strictObject({
    profile: filledText(128).optional(),
    image: filledText(512).optional(),
    command: commandLine.optional(),
    args: commandLine.optional(),
    timeout_seconds: count.max(86_400).optional(),
  })
  .refine((run) => run.profile !== undefined || run.image !== undefined, {
    error: 'one of profile and image is required',
  })
  .transform(({ args, command, ...run }) => ({ ...run, command: command ?? args ?? [] }));

/** A parsed run request. */
export type ContainerRunRequest = z.output<typeof containerRunRequest>;

/** Answer of `POST /api/v1/containers/runs`: the run is over when it arrives. */
export const containerRunResult = withSpellings(
  OWNER_SPELLINGS,
  z.object({
    run_id: filledText(256),
    owner_identity_id: filledText(256),
    runner_name: text(256),
    image: text(512),
    args: emptyWhenNull(commandLine),
    exit_code: z.int(),
    stdout: text(1_048_576),
    stderr: text(1_048_576),
    duration_ms: z.number().min(0),
    runtime: text(256),
  }),
);

/** A parsed run result. */
export type ContainerRunResult = z.output<typeof containerRunResult>;

/** Answer of `DELETE /api/v1/containers/runs/{run_id}`. */
export const containerRunDeleted = withSpellings(
  OWNER_SPELLINGS,
  z.object({ deleted: z.literal(true), run_id: filledText(256), owner_identity_id: filledText(256) }),
);

/** A parsed deletion answer. */
export type ContainerRunDeleted = z.output<typeof containerRunDeleted>;

/** Answer of `GET /api/internal/containers/runner`. */
export const runnerStatusResponse = z.object({ status: runtimeStatus });

/** Answer of `POST /api/internal/containers/runner`. */
export const runnerStartResponse = z.object({ accepted: z.literal(true), action: z.literal('start') });

/** Answer of `DELETE /api/internal/containers/runner`. */
export const runnerDeletedResponse = z.object({ deleted: z.literal(true) });

/**
 * Payload of `bus.containers.run.request` and its Docker twin: the HTTP request plus the owner the provider
 * took from the token. The contract lists no fields; these are this project's choice.
 */
export const containerRunPayload = z.strictObject({
  owner_identity_id: filledText(256),
  profile: filledText(128).optional(),
  image: filledText(512).optional(),
  command: commandLine.default([]),
  timeout_seconds: count.max(86_400).optional(),
});

/** A parsed run event payload. */
export type ContainerRunPayload = z.output<typeof containerRunPayload>;

/** Payload of the status and runner request events. */
export const containerOwnerPayload = z.strictObject({ owner_identity_id: filledText(256) });

/** Payload of `bus.containers.delete.request` and its Docker twin. */
export const containerDeletePayload = containerOwnerPayload.extend({ run_id: filledText(256) });

/** Payload of `bus.containers.input.request` and its Docker twin. */
export const containerInputPayload = containerDeletePayload.extend({ input: text(65_536) });
