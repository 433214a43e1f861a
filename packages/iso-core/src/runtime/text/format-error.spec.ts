import { describe, expect, it } from 'vitest';
import { IsoError } from '../errors.js';
import { formatError } from './format-error.js';

describe('formatError', () => {
  it('shows code, message and hint', () => {
    const error = new IsoError('BASE_NOT_AN_ISO', 'No ISO', { hint: 'Name another file.' });
    expect(formatError(error)).toBe('BASE_NOT_AN_ISO: No ISO\n  hint: Name another file.');
  });

  it('shows what a failed command said last, and the cause', () => {
    const error = new IsoError('COMMAND_FAILED', 'make failed', {
      hint: 'First do this.\nThen that.',
      cause: new Error('disk'),
      details: { lastLines: ['cc: error', 'make: *** Error 1'] },
    });
    expect(formatError(error)).toBe(
      [
        'COMMAND_FAILED: make failed',
        '  | cc: error',
        '  | make: *** Error 1',
        '  cause: disk',
        '  hint: First do this.',
        '        Then that.',
      ].join('\n'),
    );
  });

  it('keeps the lists of a message', () => {
    const message = 'Two options do not hold:\n  PRIO: wanted y\n      needs NET\n  TBF: wanted m';
    expect(formatError(new IsoError('X', message, { hint: 'h' }))).toBe(
      [
        'X: Two options do not hold:',
        '    PRIO: wanted y',
        '        needs NET',
        '    TBF: wanted m',
        '  hint: h',
      ].join('\n'),
    );
  });

  it('does not say the same twice', () => {
    const cause = new Error('disk');
    const error = new IsoError('X', 'failed: disk', { hint: 'h', cause });
    expect(formatError(error)).toBe('X: failed: disk\n  hint: h');
  });

  it('names the code of a cause that has one', () => {
    const cause = new IsoError('DISK_FULL', 'full', { hint: 'inner' });
    expect(formatError(new IsoError('X', 'm', { hint: 'h', cause }))).toContain(
      '  cause: DISK_FULL: full\n',
    );
  });

  it('shows the stack of a bug', () => {
    expect(formatError(new TypeError('oops'))).toMatch(/^TypeError: oops\n\s+at /);
    expect(formatError('text')).toBe('text');
    expect(formatError({ a: 1 })).toContain('{"a":1}');
  });

  it('takes no commands from outside', () => {
    const error = new IsoError('X', 'a\n::error::b', {
      hint: '\x1b[31mh',
      details: { lastLines: ['::set-output::x', 3] },
    });
    expect(formatError(error)).toBe('X: a\n  : :error::b\n  | : :set-output::x\n  hint: h');
  });
});
