import { describe, expect, it } from 'vitest';
import { assignScales } from '../src/axes';
import { Backfill } from '../src/backfill';
import { ServerClock } from '../src/clock';
import { pan, zoom } from '../src/range';
import { MaximumPlotted, emptyView, formatHash, parseHash, type View } from '../src/view';
import { history, series } from './samples';

describe('hash', () => {
  it.each<[string, View]>([
    ['nothing', emptyView()],
    ['everything', { filter: 'active kW', problem: 'stale', plotted: ['f1.power', 'f2.power'], window: 900, range: { from: 1000, to: 2000 }, collapsed: ['feeder-3'] }],
    ['names with every awkward character', { ...emptyView(), filter: '#&=+% ü', plotted: ['a&b=c', 'd,e#f', 'g h+i', '°C/µs'] }],
  ])('keeps %s', (_, view) => {
    expect(parseHash(formatHash(view))).toEqual(view);
  });

  it('of the plain page is empty', () => {
    expect(formatHash(emptyView())).toBe('');
  });

  it.each(['', '#', '#%', '#window=7', '#window=abc', '#from=1', '#from=5&to=2', '#from=x&to=y', '#from=&to=', '#problem=all'])('with nonsense (%s) is the plain page', (hash) => {
    expect(parseHash(hash)).toEqual(emptyView());
  });

  it('plots no name twice and not more than the plot holds', () => {
    const many = Array.from({ length: 20 }, (_, index) => `plot=p${index % 12}`).join('&');

    expect(parseHash(`#${many}`).plotted).toHaveLength(MaximumPlotted);
  });
});

describe('range', () => {
  it('pans by a fraction and zooms around the place under the cursor', () => {
    expect(pan({ from: 0, to: 1000 }, 0.25)).toEqual({ from: 250, to: 1250 });
    expect(zoom({ from: 0, to: 10_000 }, 0.5, 0.2)).toEqual({ from: 1000, to: 6000 });
  });

  it('has a shortest and a longest', () => {
    const short = zoom({ from: 0, to: 600 }, 0.001, 0.5);
    const long = zoom({ from: 0, to: 86_400_000 }, 1e6, 0.5);

    expect(short.to - short.from).toBe(500);
    expect(long.to - long.from).toBe(31 * 86_400_000);
  });
});

describe('scales', () => {
  const sides = (...list: Parameters<typeof series>[0][]): unknown[] => assignScales(list.map((over) => series(over))).map(({ side }) => side);

  it('are shared by unit: two have an axis, others a scale of their own', () => {
    expect(sides({ unit: 'kW' }, { unit: 'V' }, { unit: 'kW' }, { unit: 'Hz' }, { unit: 'V' })).toEqual(['left', 'right', 'left', null, 'right']);
  });

  it('of states are apart from numbers without unit', () => {
    expect(sides({ unit: null }, { unit: null, states: ['open', 'closed'] })).toEqual(['left', 'right']);
  });
});

describe('server clock', () => {
  it('goes by the frame that came through fastest', () => {
    const clock = new ServerClock();
    clock.observe(10_000, 1000 + 80);
    clock.observe(10_100, 1100 + 5);
    clock.observe(10_200, 1200 + 300);

    expect(clock.at(2000)).toBe(10_995);
  });

  it('forgets after a minute, because clocks drift', () => {
    const clock = new ServerClock();
    clock.observe(10_000, 0);
    clock.observe(10_000 + 70_000 - 40, 70_000);

    expect(clock.at(70_000)).toBe(79_960);
  });

  it('goes on counting when nothing comes', () => {
    const clock = new ServerClock();
    clock.observe(10_000, 0);

    expect(clock.at(500_000)).toBe(510_000);
  });
});

describe('backfill', () => {
  const answer = history();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };

  it('asks once for what is in view, and again for what left and came back', async () => {
    const asked: number[] = [];
    const backfill = new Backfill(async (id) => (asked.push(id), answer), () => {});
    for (const inView of [[1, 2], [1, 2], [2], [1, 2]]) {
      backfill.want(inView, inView);
      await settle();
    }

    expect(asked).toEqual([1, 2, 1]);
  });

  it('drops what was scrolled past before its turn came', async () => {
    const asked: number[] = [];
    const backfill = new Backfill(async (id) => (asked.push(id), answer), () => {});
    backfill.want([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]);
    backfill.want([9], [9]);
    await settle();

    expect(asked).toEqual([1, 2, 3, 9]);
  });

  it('stops asking where there is no history, until it is reset', async () => {
    let asked = 0;
    const backfill = new Backfill(async () => (asked++, Promise.reject(new Error('404'))), () => {});
    backfill.want([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]);
    await settle();

    expect(asked).toBeLessThan(6);
    expect(backfill.available).toBe(false);
    backfill.reset();
    expect(backfill.available).toBe(true);
  });
});
