/** The geometry of a curve chart: what the page and the report both draw. */
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { local } from './language/language.svelte.ts';
import type { Curve } from '../contract/measure.ts';

export interface ChartSize {
  width: number; // px
  height: number; // px
}

export interface Tick {
  at: number; // px
  label: string;
}

export interface Chart extends ChartSize {
  /** Edges of the plot inside the chart, px. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  xTicks: Tick[];
  yTicks: Tick[];
  /** Path data of each curve: its mean, and one standard deviation to both sides. */
  curves: { line: string; band: string }[];
}

interface Point {
  at: number;
  mean: number;
  low: number;
  high: number;
}

const MARGIN = { left: 46, right: 10, top: 8, bottom: 22 }; // px, room for the labels of ticks

/** Both axes linear; y starts at 0 where no mean goes below, and bands end there. */
export function layoutChart(curves: Curve[], { width, height }: ChartSize): Chart {
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
  const points = curves.map(({ x, mean, std }) =>
    x
      .map((at, i): Point => ({ at, mean: mean[i]!, low: mean[i]! - std[i]!, high: mean[i]! + std[i]! }))
      .filter(({ mean }) => Number.isFinite(mean)),
  );
  const all = points.flat();
  const positive = all.every(({ mean }) => mean >= 0);
  const lowest = positive ? 0 : Math.min(...all.map(({ low }) => low));
  const highest = Math.max(...all.map(({ high }) => high), lowest + Number.EPSILON);

  const x = scaleLinear(extent(all.map(({ at }) => at)), [left, right]);
  const y = scaleLinear([lowest, highest], [bottom, top]).nice(4);
  const floor = y.domain()[0]!;
  const xOf = ({ at }: Point) => x(at);
  const drawLine = line<Point>(xOf, ({ mean }) => y(mean));
  const drawBand = area<Point>(
    xOf,
    ({ low }) => y(Math.max(low, floor)),
    ({ high }) => y(high),
  );

  const { written } = local();
  const xFormat = x.tickFormat(5);
  const yFormat = y.tickFormat(4);
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    xTicks: x.ticks(5).map((value) => ({ at: x(value), label: written(xFormat(value)) })),
    yTicks: y.ticks(4).map((value) => ({ at: y(value), label: written(yFormat(value)) })),
    curves: points.map((curve) => ({ line: drawLine(curve) ?? '', band: drawBand(curve) ?? '' })),
  };
}

function extent(values: number[]): [number, number] {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
}
