// The legend above the plot, which is also the cursor's read-out.

import { make, setText, setTitle } from './dom';
import { formatValue } from './format';
import { Plot } from './plot';
import { qualityWords } from './quality';
import type { Value } from './wire';

export interface LegendLine {
  name: string;
  slot: number;
  unit: string | null;
  digits: number;
  states: string[] | null;
  /** A third unit: drawn on a scale of its own, without an axis. */
  ownScale: boolean;
  known: boolean;
  /** `held`: an old value, that nobody measured now. */
  sample: { value: Value; quality: number; held: boolean } | null;
}

export class PlotLegend {
  private items: { value: HTMLElement; unit: HTMLElement; note: HTMLElement }[] = [];

  constructor(
    private readonly host: HTMLElement,
    private readonly remove: (name: string) => void,
  ) {}

  /** Other series. */
  set(lines: readonly LegendLine[]): void {
    this.items = [];
    this.host.replaceChildren(...lines.map((line) => this.item(line)));
    this.update(lines);
  }

  /** Other values of the same series. */
  update(lines: readonly LegendLine[]): void {
    lines.forEach((line, index) => {
      const item = this.items[index];
      if (!item) return;
      const { whole, fraction } = formatValue(line.sample?.value ?? null, line.digits, line.states);
      setText(item.value, line.known ? whole + fraction : '');
      item.value.classList.toggle('old', line.sample?.held === true);
      const words = line.sample ? qualityWords(line.sample.quality) : null;
      setText(item.note, note(line, words?.severity === 'good' ? null : (words?.word ?? null)));
      setTitle(item.note, words?.sentence ?? '');
      item.note.dataset['severity'] = words?.severity ?? 'good';
    });
  }

  private item(line: LegendLine): HTMLElement {
    const item = make('li', 'line');
    const value = make('span', 'line-value');
    const unit = make('span', 'line-unit');
    const remark = make('span', 'line-note');
    const close = make('button', 'line-remove', { type: 'button', 'aria-label': `Take ${line.name} out of the plot` });
    close.textContent = '×';
    close.addEventListener('click', () => this.remove(line.name));
    const name = make('span', 'line-name');
    name.textContent = line.name;
    unit.textContent = line.unit ?? '';
    item.append(swatch(line.slot), name, value, unit, remark, close);
    item.dataset['line'] = line.name;
    this.items.push({ value, unit, note: remark });
    return item;
  }
}

function note(line: LegendLine, quality: string | null): string {
  if (!line.known) return 'no such point here';
  return [quality, line.ownScale ? 'own scale' : null].filter(Boolean).join(', ');
}

function swatch(slot: number): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'swatch');
  svg.setAttribute('viewBox', '0 0 20 4');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', 'M0 2h20');
  path.setAttribute('stroke-width', '2.5');
  if (Plot.isDashed(slot)) path.setAttribute('stroke-dasharray', '6 3');
  path.style.stroke = `var(${Plot.inkOf(slot)})`;
  svg.append(path);
  return svg;
}
