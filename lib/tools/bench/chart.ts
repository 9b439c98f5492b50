import { type Figure, isReached } from './figures.ts';
import { formatMeasured } from './table.ts';

const rowHeight = 44;
const barLeft = 20;
const boundAt = 560;
const width = 720;

const style = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .value { font-weight: 600 }
    .rail { fill: #d0d7de66 }
    .kept { fill: #1a7f37 }
    .missed { fill: #cf222e }
    .bound { stroke: #1f2328; stroke-width: 1.5 }
    .aim { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 2 3 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .rail { fill: #6e768166 }
      .kept { fill: #3fb950 }
      .missed { fill: #f85149 }
      .bound, .aim { stroke: #e6edf3 }
    }`;

/**
 * The figures as bars, each as long as its share of its bound: the solid line is the bound, the dashed one the aim.
 *
 * @param caption where and when they were taken
 * @returns an SVG that is readable on light and on dark ground
 */
export function renderChart(figures: readonly Figure[], caption: string): string {
  const height = figures.length * rowHeight + 40;
  const rows = figures.map((figure, row) => {
    const top = row * rowHeight + 10;
    const lengthOf = (value: number): number =>
      Math.max(0, Math.min(width - barLeft - 20, ((boundAt - barLeft) * value) / figure.bound));
    const aimAt = barLeft + lengthOf(figure.aim);
    const mark = (at: number, name: string): string =>
      `<line class="${name}" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${top + 18}" y2="${top + 34}"/>`;
    return [
      `<text x="${barLeft}" y="${top + 12}">${escapeXml(figure.what)}</text>`,
      `<text class="value" x="${width - 20}" y="${top + 12}" text-anchor="end">${escapeXml(formatMeasured(figure))}</text>`,
      `<rect class="rail" x="${barLeft}" y="${top + 20}" width="${width - barLeft - 20}" height="12" rx="3"/>`,
      `<rect class="${isReached(figure) ? 'kept' : 'missed'}" x="${barLeft}" y="${top + 20}" width="${lengthOf(figure.measured).toFixed(1)}" height="12" rx="3"/>`,
      figure.aim === figure.bound ? '' : mark(aimAt, 'aim'),
      mark(boundAt, 'bound'),
    ].join('\n  ');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What the service costs beside the model, against its bounds">
  <style>${style}
  </style>
  ${rows.join('\n  ')}
  <text x="${barLeft}" y="${height - 8}">${escapeXml(caption)}</text>
</svg>
`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
