import { describe, expect, it } from 'vitest';
import { busyboxLinks } from './busybox-links.js';

const list = ['bin/sh', 'sbin/ip', 'usr/bin/awk', 'usr/sbin/chroot', 'linuxrc', ''].join('\n');

describe('busyboxLinks', () => {
  it('makes every applet a link below usr, where the merged folders are', () => {
    const links = busyboxLinks(list, new Set());
    expect(links.map(({ path }) => path)).toEqual([
      'usr/bin/sh',
      'usr/sbin/ip',
      'usr/bin/awk',
      'usr/sbin/chroot',
    ]);
    expect(links[0]).toEqual({
      type: 'symlink',
      path: 'usr/bin/sh',
      linkTarget: '/usr/bin/busybox',
    });
  });

  it('leaves the place of a real program alone', () => {
    const paths = busyboxLinks(list, new Set(['usr/sbin/ip'])).map(({ path }) => path);
    expect(paths).not.toContain('usr/sbin/ip');
    expect(paths).toHaveLength(3);
  });
});
