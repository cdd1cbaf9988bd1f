import { describe, expect, it } from 'vitest';
import {
  digitsOfMagnitude, digitsOfResolution, formatAge, formatCount, formatDuration, formatNumber, formatValue, numeric, plural,
} from '../src/format';
import { isPlottable, qualityWords } from '../src/quality';

describe('digits', () => {
  it.each([[1, 0], [5, 0], [10, 0], [0.5, 1], [0.1, 1], [0.25, 2], [0.01, 2], [0.001, 3], [1e-12, 9]])('a resolution of %d needs %d', (step, digits) => {
    expect(digitsOfResolution(step)).toBe(digits);
  });

  it('of a float32 without resolution are five significant ones', () => {
    expect(digitsOfMagnitude(3.4571)).toBe(4);
    expect(digitsOfMagnitude(412)).toBe(2);
    expect(digitsOfMagnitude(123456)).toBe(0);
    expect(digitsOfMagnitude(0)).toBe(0);
    expect(formatNumber(Math.fround(3.4571), 4)).toEqual({ whole: '3', fraction: '.4571' });
  });
});

describe('numbers', () => {
  it('are split at the decimal point', () => {
    expect(formatNumber(41.68, 1)).toEqual({ whole: '41', fraction: '.7' });
    expect(formatNumber(-12.5, 2)).toEqual({ whole: '-12', fraction: '.50' });
    expect(formatNumber(7, 0)).toEqual({ whole: '7', fraction: '' });
  });

  it('have no sign when nothing but zeros is left', () => {
    expect(formatNumber(-0.04, 1)).toEqual({ whole: '0', fraction: '.0' });
    expect(formatNumber(-0, 0)).toEqual({ whole: '0', fraction: '' });
  });

  it('go to powers of ten where digits would fill the row', () => {
    expect(formatNumber(1.5e15, 1)).toEqual({ whole: '1', fraction: '.5000e+15' });
  });
});

describe('values', () => {
  it('of a state read as its label', () => {
    expect(formatValue(1, 0, ['open', 'closed']).whole).toBe('closed');
    expect(formatValue(7, 0, ['open', 'closed']).whole).toBe('7');
  });

  it('that are absent read as a dash', () => {
    expect(formatValue(null, 2, null)).toEqual({ whole: '—', fraction: '' });
  });

  it('beyond 2^53 keep every digit on screen and are numbers for plots', () => {
    expect(formatValue('9007199254740993', 0, null).whole).toBe('9007199254740993');
    expect(numeric('9007199254740993')).toBe(9007199254740992);
    expect(numeric('running')).toBeNull();
    expect(numeric(null)).toBeNull();
  });
});

describe('ages', () => {
  it.each([
    [0, '0.0 s'], [-50, '0.0 s'], [430, '0.4 s'], [9940, '9.9 s'], [9960, '10 s'], [61_000, '61 s'],
    [125_000, '2.1 min'], [3_000_000, '50 min'], [3 * 3_600_000, '3.0 h'], [30 * 3_600_000, '30 h'], [5 * 86_400_000, '5 d'],
  ])('%d ms reads %s', (age, words) => {
    expect(formatAge(age)).toBe(words);
  });

  it('in sentences are whole', () => {
    expect(formatDuration(12_300)).toBe('12 s');
    expect(formatDuration(600_000)).toBe('10 min');
  });
});

it('counts are grouped and agree with their noun', () => {
  expect(formatCount(10000)).toBe('10\u202f000');
  expect(plural(1, 'point')).toBe('1 point');
  expect(plural(1204, 'point')).toBe('1\u202f204 points');
});

describe('quality', () => {
  it('has a word, a shape and a sentence for each bit of the wire', () => {
    const words = [0x0001, 0x0008, 0x0010, 0x0020, 0x0040, 0x0080, 0x0100, 0x0200, 0x0400, 0x0800, 0x1000, 0x2000, 0x4000, 0x8000].map(
      (bit) => qualityWords(bit).word,
    );

    expect(words).toEqual([
      'overflow', 'elapsed time invalid', 'blocked', 'substituted', 'not topical', 'invalid', 'uncertain', 'low limited',
      'high limited', 'not connected', 'no value yet', 'transient', 'carry', 'adjusted',
    ]);
  });

  it('of several bits names the gravest and counts the rest', () => {
    const words = qualityWords(0x0040 | 0x0080 | 0x0010);

    expect(words).toMatchObject({ severity: 'bad', mark: 'bad', word: 'invalid +2' });
    expect(words.sentence).toContain('blocked: ');
  });

  it('without a known bit is good', () => {
    expect(qualityWords(0).severity).toBe('good');
    expect(qualityWords(0x0002).severity).toBe('good');
  });

  it('says where a line may not go', () => {
    expect([0, 0x10, 0x20, 0x100].every(isPlottable)).toBe(true);
    expect([0x01, 0x40, 0x80, 0x800, 0x1000].some(isPlottable)).toBe(false);
  });
});
