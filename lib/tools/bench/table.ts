import { type Figure, isAimReached, isReached } from './figures.ts';

/** The figures as a Markdown table that is also readable in a terminal. A tick is a bound that is kept. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    formatLimit(figure.bound, figure),
    formatLimit(figure.aim, figure),
    formatMeasured(figure),
    figure.withoutBudget === undefined ? '' : formatValue(figure.withoutBudget, figure, 2),
    `${isReached(figure) ? '✓' : '✗'}${isAimReached(figure) ? ' and the aim' : ''}`,
  ]);
  const head = ['', 'bound', 'aim', 'measured', 'without a budget', ''];
  const isText = (column: number): boolean => column === 0 || column === head.length - 1;
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (isText(column) ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** A figure's value with its unit and quartiles. */
function formatMeasured(figure: Figure): string {
  const { measured, quartiles } = figure;
  if (quartiles === undefined) return formatValue(measured, figure, 1);
  return `${formatValue(measured, figure, 2)} (${quartiles.q1.toFixed(2)} to ${quartiles.q3.toFixed(2)})`;
}

function formatLimit(limit: number, figure: Figure): string {
  return figure.unit === '%' ? 'none' : formatValue(limit, figure, 1);
}

function formatValue(value: number, { unit }: Figure, digits: number): string {
  const formats: Readonly<Record<Figure['unit'], string>> = {
    '×': `${value.toFixed(digits)} ×`,
    kB: `${value.toFixed(Number.isInteger(value) ? 0 : 1)} kB`,
    '%': `${value > 0 ? '+' : ''}${value.toFixed(1)} %`,
    requests: value.toFixed(digits),
    connections: String(value),
  };
  return formats[unit];
}
