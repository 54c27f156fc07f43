import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { readSmallFile, writePrivateFile } from '../../host/private-files.ts';
import type { Secret, SecretRegistry } from '../../redact/secret.ts';
import type { StackFiles } from './stack-files.ts';

/** Most bytes of a record. */
const LIMIT = 256 * 1024;

const port = z.int().min(1).max(65_535);

const shared = {
  schema: z.literal('busdk.setup/embedded-stack/v1'),
  pid: z.int().min(2),
  /** From `processStart`: tells the process from a later one with the same id. */
  processStart: z.string().max(100),
  /** From `processPlace`: the machine and the container in which the process can be looked for. */
  place: z.string().max(1_000).optional(),
  /** Names this start of the stack; the control listener repeats it. */
  instanceId: z.uuid(),
  /** Version of the program that started it. */
  version: z.string().max(64),
  startedAt: z.iso.datetime(),
  /** Settings that it was given. None is a secret: credentials are not passed to the embedded stack. */
  env: z.record(z.string().max(256), z.string().max(32_768)),
};

const recordSchema = z.discriminatedUnion('phase', [
  z.strictObject({ ...shared, phase: z.literal('starting') }),
  z.strictObject({
    ...shared,
    phase: z.literal('running'),
    ports: z.strictObject({ gateway: port, mailbox: port, control: port }),
    controlKey: z.string().min(32).max(256),
  }),
]);
type RecordOnDisk = z.infer<typeof recordSchema>;

/** A stack that was spawned and has not said yet that it is ready. */
export type StartingRecord = Extract<RecordOnDisk, { phase: 'starting' }>;

/** A stack that answered. */
export type RunningRecord = Omit<Extract<RecordOnDisk, { phase: 'running' }>, 'controlKey'> & {
  readonly controlKey: Secret;
};

/** What is written down of a stack. */
export type StackRecord = StartingRecord | RunningRecord;

/**
 * Reads the record.
 * @returns undefined when there is none, or none that this program wrote: a half or foreign file is as good as none
 * @throws the file system's error when it is there and cannot be read
 */
export async function readRecord(
  files: StackFiles,
  secrets: SecretRegistry,
): Promise<StackRecord | undefined> {
  let text: string;
  try {
    text = await readSmallFile(files.record, LIMIT);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'EFBIG') return undefined;
    throw error;
  }
  const parsed = recordSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const record = parsed.data;
  if (record.phase === 'starting') return record;
  return { ...record, controlKey: secrets.secret('BUS_SETUP_CONTROL_KEY', record.controlKey) };
}

/** Writes the record, readable by the operator alone: it holds the key of the control listener. */
export async function writeRecord(files: StackFiles, record: StackRecord): Promise<void> {
  const plain: RecordOnDisk =
    record.phase === 'starting' ? record : { ...record, controlKey: record.controlKey.reveal() };
  await writePrivateFile(files.record, `${JSON.stringify(plain, null, 2)}\n`);
}

/** Removes the record; none is no error. */
export async function removeRecord(files: StackFiles): Promise<void> {
  await rm(files.record, { force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
