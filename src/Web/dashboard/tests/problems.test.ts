import { describe, expect, it } from 'vitest';
import { Problems, alarmsOf, problemKind } from '../src/problems';
import { Quality, qualityWords } from '../src/quality';
import { parseProblems } from '../src/wire';

describe('problems', () => {
  const group = (quality: number, stale: boolean, ...series: number[]): { quality: number; stale: boolean; series: number[] } => ({ quality, stale, series });

  it.each([
    [Quality.NotConnected | Quality.NotTopical, true, 'down'],
    [Quality.Invalid, false, 'bad'],
    [Quality.Overflow | Quality.Substituted, true, 'bad'],
    [Quality.Substituted, true, 'doubtful'],
    [0, true, 'stale'],
    [Quality.Transient, false, null],
    [Quality.NoValueYet, false, null],
    [0, false, null],
  ])('of quality %i, silent %s, are %s: the gravest names the point', (quality, stale, kind) => {
    expect(problemKind(quality, stale)).toBe(kind);
  });

  it('are counted by kind and known by point', () => {
    const problems = new Problems();

    expect(problems.replace([group(0x800, true, 1, 2), group(0x840, true, 3), group(0x80, false, 4), group(0, true, 5)])).toBe(true);

    expect(problems.counts).toEqual({ down: 3, bad: 1, doubtful: 0, stale: 1 });
    expect([1, 4, 5, 9].map((id) => problems.of(id))).toEqual(['down', 'bad', 'stale', null]);
  });

  it('are the same while the same points have them', () => {
    const problems = new Problems();
    expect(problems.replace([])).toBe(true);
    expect(problems.replace([])).toBe(false);
    problems.replace([group(0x800, false, 1)]);

    expect(problems.replace([group(0x840, true, 1)])).toBe(false);
    expect(problems.replace([group(0x840, true, 2)])).toBe(true);
    expect(problems.replace([])).toBe(true);
  });

  it('are an alarm when they begin; devices have their own, and what is doubtful is none', () => {
    const none = { down: 0, bad: 0, doubtful: 0, stale: 0 };
    expect(alarmsOf(none, { down: 5, bad: 1, doubtful: 2, stale: 3 })).toEqual(['bad', 'stale']);
    expect(alarmsOf({ ...none, bad: 1 }, { ...none, bad: 2 })).toEqual([]);
  });

  it('are read from the wire, and what is not understood is left out', () => {
    expect(parseProblems({ now: 1, problems: [group(2048, true, 4, 7), { quality: -1, series: [1] }, { quality: 0, series: ['x', 3] }, null] })).toEqual([
      group(2048, true, 4, 7),
      group(0, false, 3),
    ]);
    expect(parseProblems({})).toBeNull();
  });
});

it('a point that is not connected is not told to be not topical too', () => {
  expect(qualityWords(Quality.NotConnected | Quality.NotTopical)).toMatchObject({ word: 'not connected', sentence: 'not connected: the device cannot be reached' });
  expect(qualityWords(Quality.NotConnected | Quality.Blocked).word).toBe('not connected +1');
  expect(qualityWords(Quality.NotTopical).word).toBe('not topical');
});
