import { describe, expect, it } from 'vitest';
import { wholeGlobs } from './whole-globs.js';

describe('a list of globs', () => {
  it.each([
    ['.projenrc.ts', ['.projenrc.ts']],
    ['chaos/*.{yaml,yml}', ['chaos/*.{yaml,yml}']],
    ['a,b.{c,d,e},*.f', ['a', 'b.{c,d,e}', '*.f']],
    ['a.{b,{c,d}},e', ['a.{b,{c,d}}', 'e']],
    ['a.{b,c', ['a.{b,c']],
  ])('is whole again after %s was split at every comma', (given, globs) => {
    expect(wholeGlobs(given.split(','))).toEqual(globs);
  });
});
