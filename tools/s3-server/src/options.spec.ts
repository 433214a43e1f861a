import { expect, it } from 'vitest';
import { parseOptions } from './options.js';

it('keeps objects in a file unless it is told to keep them in memory', () => {
  expect(parseOptions([])).toEqual({ store: 'bluestore' });
  expect(parseOptions(['--store=memstore'])).toEqual({ store: 'memstore' });
});

it.each([
  ['--store=disk', 'There is no store "disk"'],
  ['--port=80', "'--port'"],
  ['memstore', "'memstore'"],
])('refuses %s, by name', (argument, name) => {
  expect(() => parseOptions([argument])).toThrow(
    expect.objectContaining({
      code: 'S3_OPTION_UNKNOWN',
      message: expect.stringContaining(name),
      hint: 'node dist/main.js [--store=bluestore|memstore]',
    }),
  );
});
