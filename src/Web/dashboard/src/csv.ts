// What is plotted as comma-separated values: one sample a line, since series need not share their times.

import { qualityWords } from './quality';
import { stateLabel } from './format';
import type { Trace } from './trace';
import type { Series } from './wire';

export interface CsvColumn {
  series: Series;
  trace: Trace;
}

export function formatCsv(columns: readonly CsvColumn[], from: number, to: number): string {
  const lines = ['time,series,value,unit,quality'];
  for (const { series, trace } of columns) {
    for (let index = trace.lowerBound(from); index < trace.times.length && trace.times[index]! <= to; index++) {
      // A break that is no sample.
      if (trace.qualities[index]! < 0) continue;
      const value = trace.values[index]!;
      lines.push(
        [
          new Date(trace.times[index]!).toISOString(),
          series.name,
          stateLabel(value, series.states) ?? (value === null ? '' : String(value)),
          series.unit ?? '',
          qualityWords(trace.qualities[index]!).word,
        ]
          .map(quote)
          .join(','),
      );
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 4180 §2. */
function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

export function download(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
