// The inks on the grounds they stand on, in both themes: WCAG 2.2 §1.4.3 asks 4.5 : 1 of text; ours keep it for marks and lines too.

import { describe, expect, it } from 'vitest';
import css from '../src/style.css?raw';

const blocks = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => variables(block!));
const themes = { light: blocks[0]!, dark: { ...blocks[0]!, ...blocks[1]! } };

const plain = ['--ground', '--panel', '--band', '--hover'];
const pairs: [ink: string, grounds: string[]][] = [
  ['--ink', [...plain, '--flash', '--bad-ground']],
  ['--dim', [...plain, '--flash', '--bad-ground']],
  ['--bad', [...plain, '--bad-ground']],
  ['--doubtful', [...plain, '--bad-ground']],
  ['--accent', ['--ground', '--panel']],
  ['--panel', ['--accent', '--ink']],
  ['--spark', ['--panel', '--band', '--hover']],
  ...['--line-1', '--line-2', '--line-3', '--line-4'].map((line): [string, string[]] => [line, ['--panel']]),
];

describe.each(Object.entries(themes))('%s theme', (_, theme) => {
  it.each(pairs.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const)))('%s on %s reaches 4.5 : 1', (ink, ground) => {
    expect(contrast(theme[ink]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  // §1.4.11: what bounds a control and is no text.
  it.each(['--ground', '--panel', '--band', '--hover'])('--edge on %s reaches 3 : 1', (ground) => {
    expect(contrast(theme['--edge']!, theme[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

it('knows black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

function variables(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]));
}

function contrast(some: string, other: string): number {
  const [bright, dark] = [luminance(some), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
