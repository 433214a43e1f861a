import { expect, it } from 'vitest';
import { sourcePacker } from './packer.js';

it.each([
  ['/src/linux-6.6.95.tar.xz', 'xz'],
  ['/src/linux.tgz', 'gzip'],
  ['/src/linux.tar.bz2', 'bzip2'],
  ['/src/linux.tar.zst', 'zstd'],
  ['/src/linux.tar', undefined],
  ['/src/linux-6.6.95', undefined],
])('of %s is %s', (path, tool) => {
  expect(sourcePacker({ kind: 'path', path })).toBe(tool);
});

it('is told by the path of a URL, and is xz for what kernel.org publishes', () => {
  const url = 'https://mirror.example/linux.tar.gz?raw=1.xz';
  expect(sourcePacker({ kind: 'url', url })).toBe('gzip');
  expect(sourcePacker(undefined)).toBe('xz');
});
