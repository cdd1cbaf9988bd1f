// The last minutes as a line of a few millimetres, without axes.

import { TrendBucket, TrendBuckets, type Trend } from './trend';

/** In CSS pixels, and the ink; measured once for all rows, because asking each canvas would make the browser lay out each. */
export interface SparkLook {
  width: number;
  height: number;
  ink: string;
}

/** `joins` is the longest silence a line may cross, in ms. */
export function drawSparkline(canvas: HTMLCanvasElement, trend: Trend | null, now: number, joins: number, look: SparkLook): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(look.width * ratio);
  const height = Math.round(look.height * ratio);
  if (width === 0 || height === 0) return;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, width, height);
  const extremes = trend?.extremes(now);
  if (!trend || !extremes) return;

  const inset = 2 * ratio;
  const span = extremes.high - extremes.low;
  const x = (index: number): number => inset + ((width - 2 * inset) * index) / (TrendBuckets - 1);
  // A flat line lies in the middle: at an edge it would look like a limit.
  const y = (value: number): number =>
    span > 0 ? height - inset - ((height - 2 * inset) * (value - extremes.low)) / span : height / 2;

  const longest = Math.min(TrendBuckets, Math.max(1, Math.ceil(joins / TrendBucket)));
  let previous = Number.NEGATIVE_INFINITY;
  let lastLow = Number.NaN;
  let lastHigh = Number.NaN;
  let end: { x: number; y: number } | null = null;
  context.beginPath();
  trend.forEach(now, (index, low, high, broken) => {
    if (Number.isNaN(low)) {
      if (broken) previous = Number.NEGATIVE_INFINITY;
      return;
    }
    const middle = (low + high) / 2;
    if (index - previous <= longest) {
      // From the nearest edge of the last envelope: no detour on a steep flank.
      context.lineTo(x(index), y(Math.abs(lastHigh - middle) < Math.abs(lastLow - middle) ? low : high));
    } else {
      context.moveTo(x(index) - ratio / 2, y(low));
    }
    context.lineTo(x(index), y(low));
    context.lineTo(x(index), y(high));
    previous = broken ? Number.NEGATIVE_INFINITY : index;
    lastLow = low;
    lastHigh = high;
    end = { x: x(index), y: y(middle) };
  });
  context.lineWidth = ratio;
  context.lineJoin = 'round';
  context.strokeStyle = look.ink;
  context.stroke();
  if (end) drawEnd(context, end, ratio, look.ink);
}

function drawEnd(context: CanvasRenderingContext2D, end: { x: number; y: number }, ratio: number, ink: string): void {
  context.beginPath();
  context.arc(end.x, end.y, 1.5 * ratio, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
}
