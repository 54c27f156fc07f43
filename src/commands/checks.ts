import type { LineOutput } from '../headless/output.ts';
import { CHECKS } from '../proof/checks/catalog.ts';

/**
 * Prints the checks and what each proves.
 * @returns the exit code
 */
export async function printChecks(out: LineOutput, flags: { readonly json?: boolean }): Promise<number> {
  for (const { id, title, group, service, proves, doesNotProve, leaves } of CHECKS) {
    if (flags.json === true) {
      out.line(JSON.stringify({ id, title, group, service, proves, doesNotProve, leaves }));
      continue;
    }
    out.line(`${id.padEnd(20)}  ${title}`);
    out.line(`${' '.repeat(20)}  proves          ${proves}`);
    out.line(`${' '.repeat(20)}  does not prove  ${doesNotProve}`);
    if (leaves !== undefined) out.line(`${' '.repeat(20)}  leaves          ${leaves}`);
  }
  return 0;
}
