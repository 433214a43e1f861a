import { describe, expect, it } from 'vitest';
import { entryFault, looksLikeEntry, parseArchiveEntry } from './archive-entry.js';

describe('parseArchiveEntry', () => {
  it('reads files, folders and links', () => {
    expect(
      parseArchiveEntry('-rw-rw-r-- 0/0     2048 2024-01-01 00:00 "linux-6.1/Makefile"'),
    ).toEqual({ type: '-', name: 'linux-6.1/Makefile', size: 2048 });
    expect(parseArchiveEntry('drwxrwxr-x root/root 0 2024-01-01 00:00 "linux-6.1/"')).toEqual({
      type: 'd',
      name: 'linux-6.1/',
      size: 0,
    });
    expect(
      parseArchiveEntry('lrwxrwxrwx 0/0 0 2024-01-01 00:00 "a/link" -> "../arch/arm/boot"'),
    ).toEqual({ type: 'l', name: 'a/link', size: 0, target: '../arch/arm/boot' });
    expect(parseArchiveEntry('hrw-r--r-- 0/0 0 2024-01-01 00:00 "a/b" link to "a/c"')).toEqual({
      type: 'h',
      name: 'a/b',
      size: 0,
      target: 'a/c',
    });
    expect(parseArchiveEntry('crw-r--r-- 0/0 8,1 2024-01-01 00:00 "a/sda"')).toMatchObject({
      type: 'c',
      size: 0,
    });
  });

  it('reads names that are written to be misread', () => {
    const line = (name: string) => `-rw-r--r-- 0/0 1 2024-01-01 00:00 ${name}`;
    expect(parseArchiveEntry(line('"a/\\"x\\" -> \\"y\\""'))?.name).toBe('a/"x" -> "y"');
    expect(parseArchiveEntry(line('"a/line\\nbreak\\\\n"'))?.name).toBe('a/line\nbreak\\n');
    expect(parseArchiveEntry(line('"a/\\303\\244"'))?.name).toBe('a/ä');
  });

  it('leaves tar’s own messages alone', () => {
    const message = "tar: Removing leading `/' from member names";
    expect(parseArchiveEntry(message)).toBeUndefined();
    expect(looksLikeEntry(message)).toBe(false);
    expect(looksLikeEntry('-rw-r--r-- 0/0 1 2024-01-01 00:00 "cut off')).toBe(true);
  });
});

describe('entryFault', () => {
  const link = (name: string, target: string) => entryFault({ type: 'l', name, size: 0, target });

  it('allows what kernel sources have', () => {
    expect(entryFault({ type: '-', name: 'linux/Makefile', size: 1 })).toBeUndefined();
    expect(entryFault({ type: '-', name: 'linux/a..b/..c', size: 1 })).toBeUndefined();
    expect(link('linux/scripts/dtc/include-prefixes/arm', '../../../arch/arm')).toBeUndefined();
    expect(link('linux/a/b', '..')).toBeUndefined();
  });

  it.each(['/etc/passwd', '../x', 'linux/../../x', 'linux/..', ''])(
    'refuses the name %j',
    (name) => {
      expect(entryFault({ type: '-', name, size: 1 })).toMatch('name leads out');
    },
  );

  it.each([
    ['linux/a', '/etc/passwd'],
    ['linux/a', '..'],
    ['linux/a', '../other'],
    ['linux/a/b', '../../x'],
    ['linux/a/b', 'c/../../../x'],
    ['linux/a', ''],
  ])('refuses the link %j to %j', (name, target) => {
    expect(link(name, target)).toMatch('link that leads out');
  });

  it('refuses hard links that lead out, and special files', () => {
    expect(entryFault({ type: 'h', name: 'linux/a', size: 0, target: '/etc/shadow' })).toMatch(
      'link',
    );
    expect(entryFault({ type: 'h', name: 'linux/a', size: 0, target: '../x' })).toMatch('link');
    for (const type of 'bcps')
      expect(entryFault({ type, name: 'linux/a', size: 0 })).toMatch('special');
  });
});
