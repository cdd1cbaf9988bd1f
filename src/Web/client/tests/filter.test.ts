import { describe, expect, it } from 'vitest';
import { matches } from '../src/filter';

describe('matches', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/c', false],
    ['a/b', 'a', false],
    ['a', 'a/b', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['a/+', 'a/b/c', false],
    ['+/b', 'a/b', true],
    ['+', 'a', true],
    ['+/+', '/a', true],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'ab', false],
    ['a/+/#', 'a/b', true],
    ['a/+/#', 'a', false],
    ['#', 'a/b', true],
    ['#', '$sys/a', false],
    ['+/a', '$sys/a', false],
    ['$sys/#', '$sys/a', true],
  ])('%s of %s: %s', (filter, topic, expected) => expect(matches(filter, topic)).toBe(expected));
});
