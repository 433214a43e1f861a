import { describe, expect, it } from 'vitest';
import { defaultEntry, parseSyslinux } from './index.js';

/** What a config of these files starts; the first one is the main one. */
async function entryOf(text: string, files: Readonly<Record<string, string>> = {}) {
  return defaultEntry(await parseSyslinux(text, (path) => Promise.resolve(files[path])));
}

describe('a syslinux config', () => {
  it('like minikube’s names kernel, initrd and arguments', async () => {
    const config = `default 1
label 1
      kernel /boot/bzImage
      initrd /boot/initrd
      append root=/dev/sr0 loglevel=3 console=ttyS0
`;
    expect(await entryOf(config)).toEqual({
      kind: 'linux',
      label: '1',
      kernel: '/boot/bzImage',
      initrds: ['/boot/initrd'],
      commandLine: 'root=/dev/sr0 loglevel=3 console=ttyS0',
    });
  });

  it('may have keywords in any case, comments, tabs and DOS line ends', async () => {
    const config = '# boot\r\nDeFault Live\r\nLABEL Live\r\n\tLINUX\t/vmlinuz\r\n\tInitRD /i\r\n';
    expect(await entryOf(config)).toMatchObject({ kernel: '/vmlinuz', initrds: ['/i'] });
  });

  it('starts the label that DEFAULT names, and of several DEFAULTs the last', async () => {
    const config = 'DEFAULT a\nLABEL a\nKERNEL /a\nLABEL b\nKERNEL /b\nDEFAULT b extra=1\n';
    expect(await entryOf(config)).toMatchObject({
      label: 'b',
      kernel: '/b',
      commandLine: 'extra=1',
    });
  });

  it('starts the label itself where it has no KERNEL', async () => {
    expect(await entryOf('DEFAULT linux\nLABEL linux\nAPPEND quiet\n')).toMatchObject({
      kernel: 'linux',
      commandLine: 'quiet',
    });
  });

  it('starts a file where DEFAULT names no label', async () => {
    expect(await entryOf('DEFAULT /boot/vmlinuz initrd=/i quiet\n')).toMatchObject({
      kernel: '/boot/vmlinuz',
      initrds: ['/i'],
      commandLine: 'initrd=/i quiet',
    });
  });

  it.each(['DEFAULT vesamenu.c32\n', 'DEFAULT menu\n', 'UI vesamenu.c32\n', ''])(
    'with the menu %j starts the label marked MENU DEFAULT',
    async (head) => {
      const config = `${head}LABEL a\nKERNEL /a\nLABEL b\nMENU DEFAULT\nKERNEL /b\n`;
      expect(await entryOf(config)).toMatchObject({ label: 'b' });
    },
  );

  it('is unclear where ONTIMEOUT starts other files than the default', async () => {
    const labels = 'LABEL a\nKERNEL /a\nINITRD /i\nLABEL b\nKERNEL /b\nINITRD /i\n';
    const head = 'PROMPT 1\nTIMEOUT 50\nDEFAULT a\n';
    expect(await entryOf(`${head}ONTIMEOUT b\n${labels}`)).toMatchObject({
      kind: 'unclear',
      reason: expect.stringContaining('starts b'),
    });
    expect(await entryOf(`${head}ONTIMEOUT /b\n${labels}`)).toMatchObject({ kind: 'unclear' });
    for (const same of ['a', 'a quiet', '/a initrd=/i']) {
      expect(await entryOf(`${head}ONTIMEOUT ${same}\n${labels}`)).toMatchObject({ label: 'a' });
    }
  });

  it('without any default starts the label linux, else the first', async () => {
    expect(await entryOf('LABEL a\nKERNEL /a\nLABEL linux\nKERNEL /l\n')).toMatchObject({
      label: 'linux',
    });
    expect(await entryOf('LABEL a\nKERNEL /a\nLABEL b\nKERNEL /b\n')).toMatchObject({ label: 'a' });
  });

  it('gives the APPEND before all labels to labels without one', async () => {
    const config = (own: string) => `APPEND quiet\nDEFAULT a\nLABEL a\nKERNEL /a\n${own}\n`;
    expect(await entryOf(config(''))).toMatchObject({ commandLine: 'quiet' });
    expect(await entryOf(config('APPEND debug'))).toMatchObject({ commandLine: 'debug' });
    expect(await entryOf(config('APPEND -'))).toMatchObject({ commandLine: '' });
  });

  it('takes arguments on the KERNEL line first', async () => {
    const config = 'DEFAULT a\nLABEL a\nKERNEL /a ro one=1\nAPPEND two=2\n';
    expect(await entryOf(config)).toMatchObject({ kernel: '/a', commandLine: 'ro one=1 two=2' });
  });

  it('takes initrd= in APPEND rather than INITRD, and several initrds in order', async () => {
    const config = 'DEFAULT a\nLABEL a\nKERNEL /a\nINITRD /one\nAPPEND initrd=/two,/three quiet\n';
    expect(await entryOf(config)).toMatchObject({ initrds: ['/two', '/three'] });
    expect(await entryOf('DEFAULT a\nLABEL a\nKERNEL /a\nINITRD /one,/two\n')).toMatchObject({
      initrds: ['/one', '/two'],
    });
  });

  it('may have no initrd', async () => {
    expect(await entryOf('DEFAULT a\nLABEL a\nKERNEL /a\n')).toMatchObject({ initrds: [] });
  });

  it('includes other files, and passes over those that are missing', async () => {
    const files = {
      'labels.cfg': 'LABEL a\nKERNEL /a\nMENU INCLUDE more.cfg\n',
      'more.cfg': 'APPEND x\n',
    };
    const config = 'DEFAULT a\nINCLUDE nothing.cfg\ninclude labels.cfg\n';
    expect(await entryOf(config, files)).toMatchObject({ kernel: '/a', commandLine: 'x' });
  });

  it('ignores help texts', async () => {
    const config = 'DEFAULT a\nLABEL a\nTEXT HELP\n  KERNEL /help\nENDTEXT\nKERNEL /a\n';
    expect(await entryOf(config)).toMatchObject({ kernel: '/a' });
  });

  it('may go on in another config', async () => {
    const config = 'DEFAULT a\nLABEL a\nCONFIG /other/isolinux.cfg /other\n';
    expect(await entryOf(config)).toEqual({
      kind: 'config',
      path: '/other/isolinux.cfg',
      folder: undefined,
    });
    const withFolder = 'DEFAULT a\nLABEL a\nCONFIG /other/isolinux.cfg\nAPPEND /other\n';
    expect(await entryOf(withFolder)).toMatchObject({ folder: '/other' });
  });

  it.each([
    ['a module', 'LABEL a\nKERNEL mboot.c32\nAPPEND xen.gz --- /vmlinuz\n'],
    ['a boot sector', 'LABEL a\nKERNEL /memdisk.bin\n'],
    ['COM32', 'LABEL a\nCOM32 hdt\n'],
    ['the local disk', 'LABEL a\nLOCALBOOT 0\n'],
    ['an empty KERNEL', 'LABEL a\nKERNEL\n'],
    ['nothing', '\n'],
  ])('that starts %s is unclear', async (_, config) => {
    expect(await entryOf(config)).toMatchObject({ kind: 'unclear' });
  });

  it('starts a LINUX whatever its extension', async () => {
    expect(await entryOf('DEFAULT a\nLABEL a\nLINUX /kernel.img\n')).toMatchObject({
      kernel: '/kernel.img',
    });
  });
});
