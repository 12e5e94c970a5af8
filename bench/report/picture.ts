import * as echarts from 'echarts';

import { goals, meets } from '../goals.js';
import type { Results } from '../results.js';
import { shown } from './format.js';

const rowHeight = 26;
const [met, missed, ink] = ['#3d9970', '#d9534f', '#808890'];
/** Bars end here: what lies further out is written beside them. */
const farthest = 10;

/**
 * How many times better than its gate each goal is, on a logarithmic scale: right of the line is met. Colours with enough
 * contrast on white and on black, and no background, so that it reads on light and dark pages.
 */
export function picture(results: Results): string {
  const bars = goals.flatMap((goal) => {
    const figure = goal.figure(results);
    if (!figure || goal.gate.value === 0) return [];
    const times = goal.gate.kind === 'at least' ? figure.median / goal.gate.value : goal.gate.value / Math.max(figure.median, 0.001);
    return [{ name: goal.job, times, isMet: meets(figure, goal.gate), label: `${shown(figure.median)} ${goal.unit}` }];
  });
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 80 + bars.length * rowHeight });
  chart.setOption({
    animation: false,
    title: { text: 'Times better than the gate', left: 'center', textStyle: { color: ink, fontSize: 14 } },
    grid: { left: 430, right: 90, top: 40, bottom: 30 },
    xAxis: {
      type: 'log',
      min: 0.25,
      max: farthest,
      axisLabel: { color: ink, formatter: (value: number) => `${value}×` },
      splitLine: { lineStyle: { color: ink, opacity: 0.2 } },
    },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name), axisLabel: { color: ink, fontSize: 11, width: 410, overflow: 'truncate' }, axisTick: { show: false }, axisLine: { lineStyle: { color: ink } } },
    series: [
      {
        type: 'custom',
        renderItem: (_parameters: unknown, api: { value: (at: number) => number; coord: (point: number[]) => number[] }) => {
          const [index, times] = [api.value(1), api.value(0)];
          const [start, y] = api.coord([1, index]) as [number, number];
          const [end] = api.coord([Math.min(Math.max(times, 0.25), farthest), index]) as [number];
          const bar = bars[index]!;
          return {
            type: 'group',
            children: [
              { type: 'rect', shape: { x: Math.min(start, end), y: y - 8, width: Math.max(Math.abs(end - start), 1), height: 16, r: 2 }, style: { fill: bar.isMet ? met : missed } },
              { type: 'text', x: end + (times >= 1 ? 6 : -6), y, style: { text: bar.label, fill: ink, font: '11px sans-serif', align: times >= 1 ? 'left' : 'right', verticalAlign: 'middle' } },
              { type: 'line', shape: { x1: start, x2: start, y1: y - rowHeight / 2, y2: y + rowHeight / 2 }, style: { stroke: ink, lineWidth: 1.5 } },
            ],
          };
        },
        data: bars.map(({ times }, index) => [times, index]),
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
