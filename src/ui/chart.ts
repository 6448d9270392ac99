/** The geometry of a curve chart: what the page and the report both draw. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
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

/** @param logarithmic of the y axis; values that are not positive are left out there */
export function layoutChart(curves: Curve[], { width, height }: ChartSize, logarithmic: boolean): Chart {
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
  const usable = (value: number) => Number.isFinite(value) && (!logarithmic || value > 0);
  const points = curves.map(({ x, mean, std }) =>
    x
      .map((at, i): Point => ({ at, mean: mean[i]!, low: mean[i]! - std[i]!, high: mean[i]! + std[i]! }))
      .filter((point) => usable(point.mean)),
  );
  const all = points.flat();
  const lows = all.map(({ mean, low }) => (usable(low) ? low : mean));
  const lowest = all.length > 0 ? Math.min(...lows) : logarithmic ? 0.1 : 0;
  const highest = all.length > 0 ? Math.max(...all.map(({ high }) => high)) : 1;

  const x = scaleLinear(extent(all.map(({ at }) => at)), [left, right]);
  const y = logarithmic
    ? scaleLog([lowest, highest], [bottom, top])
    : scaleLinear([Math.min(0, lowest), highest || 1], [bottom, top]).nice(4);
  const floor = y.domain()[0]!;
  const xOf = ({ at }: Point) => x(at);
  const drawLine = line<Point>(xOf, ({ mean }) => y(mean));
  const drawBand = area<Point>(
    xOf,
    ({ low }) => y(Math.max(low, floor)),
    ({ high }) => y(high),
  );

  const xFormat = x.tickFormat(5);
  const yFormat = y.tickFormat(4, logarithmic ? '~e' : undefined);
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    xTicks: x.ticks(5).map((value) => ({ at: x(value), label: xFormat(value) })),
    yTicks: y
      .ticks(4)
      .map((value) => ({ at: y(value), label: yFormat(value) }))
      .filter(({ label }) => label !== ''),
    curves: points.map((curve) => ({ line: drawLine(curve) ?? '', band: drawBand(curve) ?? '' })),
  };
}

function extent(values: number[]): [number, number] {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
}
