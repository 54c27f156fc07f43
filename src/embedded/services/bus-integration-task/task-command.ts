import { z } from 'zod';
import type { HeldTask } from './task-store.ts';

/** What the worker runs for a task unless told otherwise: the command of the stack's own smoke test. */
const DEFAULT_COMMAND = ['codex', '--version'] as const;

const command = z.array(z.string().min(1).max(4096)).min(1).max(64);

/**
 * Reads the worker's command, `BUS_DEV_TASK_COMMAND_JSON`: a JSON array of words with placeholders.
 * @returns the smoke test's command when the setting is absent or empty
 * @throws Error when it is no such array: the worker must not start
 */
export function readTaskCommand(setting: string | undefined): readonly string[] {
  return setting ? command.parse(JSON.parse(setting)) : DEFAULT_COMMAND;
}

/**
 * Puts a task into the command's placeholders: `{prompt}`, `{text}` and `{body}` are its text, `{work_ref}`,
 * `{recipient}` and `{module}` its other fields. Each value stays inside its word, so a text cannot add arguments.
 */
export function taskCommand(template: readonly string[], task: HeldTask): readonly string[] {
  const values: Readonly<Record<string, string>> = {
    prompt: task.text,
    text: task.text,
    body: task.text,
    work_ref: task.workRef,
    recipient: task.recipient,
    module: task.module ?? '',
  };
  return template.map((word) =>
    word.replace(/\{([a-z_]+)\}/g, (placeholder, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? '') : placeholder,
    ),
  );
}
