import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { UsageExportPayload } from '../../../contract/billing-events.ts';
import {
  DEFAULT_EXPORT_RULES,
  type ExportPolicy,
  exportPolicy,
  type UsageRecordPayload,
} from '../../../contract/usage.ts';

/** One rule of what is billed. */
export interface ExportRule {
  readonly event_type: string;
  readonly feature: string;
  readonly meter_event_name: string;
  /** Key inside the record's `data`. A rule without one exports nothing: there is no number to bill. */
  readonly quantity_field?: string | undefined;
  /** What the number is divided by, rounded up, e.g. milliseconds to seconds. */
  readonly divisor?: number;
}

/**
 * Reads which usage is exported to billing: `BUS_USAGE_BILLING_EXPORT` is `off` (or not set), `default`, or `file`
 * with the rules in `BUS_USAGE_BILLING_EXPORT_POLICY` (module page bus-integration-usage).
 * @returns no rules when it is off
 * @throws Error for another word, a missing file, bad JSON or a rule without a required field: the worker must not
 * start
 */
export async function readExportRules(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly ExportRule[]> {
  const mode = env.BUS_USAGE_BILLING_EXPORT || 'off';
  if (mode === 'off') return [];
  if (mode === 'default') return DEFAULT_EXPORT_RULES;
  if (mode !== 'file') throw new Error('BUS_USAGE_BILLING_EXPORT must be off, default or file');
  const path = env.BUS_USAGE_BILLING_EXPORT_POLICY;
  if (!path) throw new Error('BUS_USAGE_BILLING_EXPORT_POLICY is not set');
  const policy: ExportPolicy = exportPolicy.parse(JSON.parse(await readFile(path, 'utf8')));
  return policy.rules;
}

/**
 * Gives what a usage record is billed as.
 * @param record what was recorded
 * @param recordId id of its row, which keys the export of a record without an `event_id`
 * @returns one request for each matching rule with a whole quantity above zero; none for a record without an
 * account
 */
export function exportsOf(
  record: UsageRecordPayload,
  recordId: number,
  rules: readonly ExportRule[],
): readonly UsageExportPayload[] {
  const account = record.account_id;
  if (account === undefined) return [];
  const matching = rules.filter((rule) => rule.event_type === record.event_type);
  return matching.flatMap((rule) => {
    const quantity = quantityOf(record, rule);
    if (quantity === undefined) return [];
    const source = record.event_id ?? recordId;
    return {
      event_id: exportKey(source, rule),
      account_id: account,
      event_type: record.event_type,
      feature: rule.feature,
      meter_event_name: rule.meter_event_name,
      quantity,
    };
  });
}

/** The same record and rule give the same key, so that billing counts a record once however often it is sent. */
function exportKey(source: string | number, { feature, meter_event_name }: ExportRule): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([source, feature, meter_event_name]))
    .digest('hex');
  return `usage-${digest}`;
}

function quantityOf(record: UsageRecordPayload, rule: ExportRule): number | undefined {
  const { quantity_field: field, divisor = 1 } = rule;
  if (field === undefined || record.data === undefined || !Object.hasOwn(record.data, field))
    return undefined;
  const value = record.data[field];
  if (typeof value !== 'number') return undefined;
  const quantity = divisor === 1 ? value : Math.ceil(value / divisor);
  return Number.isSafeInteger(quantity) && quantity > 0 ? quantity : undefined;
}
