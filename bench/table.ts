import type { Table } from './measurement.ts';

/** A table as aligned plain text: the first column to the left, numbers to the right. */
export function tableText({ title, columns, rows, note }: Table): string {
  const lines = [['', ...columns], ...rows.map(({ what, cells }) => [what, ...cells])];
  const widths = lines.reduce<readonly number[]>(
    (known, line) => line.map((cell, column) => Math.max(known[column] ?? 0, cell.length)),
    [],
  );
  const body = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n${body.map((line) => `  ${line}\n`).join('')}  ${note}\n`;
}
