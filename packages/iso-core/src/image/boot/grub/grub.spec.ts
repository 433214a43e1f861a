import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../bytes/index.js';
import type { BootFile, BootFileSystem, Where } from '../boot-files.js';
import type { Firmware } from '../boot-layout.js';
import { interpretGrub } from './index.js';

type Files = Readonly<Record<string, string>>;

function fileSystem(where: Where, files: Files, label: string, uuid: string): BootFileSystem {
  const fileAt = (path: string): BootFile | undefined => {
    const text = files[path];
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text);
    return { where, path, size: bytes.byteLength, open: () => bytesSource(bytes, path) };
  };
  return {
    where,
    label,
    uuid,
    file: (path) => Promise.resolve(fileAt(path)),
    async *files() {
      for (const path of Object.keys(files)) {
        const file = await this.file(path);
        if (file !== undefined) yield file;
      }
    },
  };
}

const KERNELS = { '/boot/bzimage': 'kernel', '/boot/initrd': 'initrd', '/other': 'other kernel' };
const CONFIG = '/EFI/BOOT/grub.cfg';

/** What `config`, in the EFI boot image, boots; `iso` and `efi` are further files. */
async function boot(config: string, iso: Files = {}, efi: Files = {}, firmware: Firmware = 'efi') {
  const onIso = fileSystem('iso', { ...KERNELS, ...iso }, 'EFIBOOTISO', '2026-11-22-13-05-00-00');
  const onEfi = fileSystem('efi-fat', { [CONFIG]: config, ...efi }, 'ESP', '1A2B-3C4D');
  const file = await onEfi.file(CONFIG);
  if (file === undefined) throw new Error('no config');
  const found = await interpretGrub(file, onEfi, [onIso, onEfi], firmware);
  if (found === undefined || 'unclear' in found) return found;
  return {
    ...found,
    kernel: found.kernel.file && `${found.kernel.file.where}:${found.kernel.file.path}`,
    initrds: found.initrds.map(({ file: initrd }) => initrd && `${initrd.where}:${initrd.path}`),
  };
}

const entry = (title: string, kernel: string) => `menuentry "${title}" {\n linux ${kernel}\n}\n`;

describe('a GRUB config', () => {
  it('like minikube’s names kernel, initrd and arguments', async () => {
    const config = `set default="0"
set timeout="0"

menuentry "Buildroot" {
  # The console depends on the driver: { is no block here
  linux /boot/bzimage console=tty0 console=ttyAMA0
  initrd /boot/initrd # rootfs
}
`;
    expect(await boot(config)).toEqual({
      configPath: CONFIG,
      title: 'Buildroot',
      kernel: 'iso:/boot/bzimage',
      initrds: ['iso:/boot/initrd'],
      commandLine: 'console=tty0 console=ttyAMA0',
    });
  });

  it.each([
    ['set default=1', 'b'],
    ['set default="1"', 'b'],
    ['default=1', 'b'],
    ["set default='the second'", 'b'],
    ['set default=two', 'b'],
    ['set default=9', 'a'],
    ['set default="${saved_entry}"', 'a'],
    ['', 'a'],
  ])('with %j starts entry %s', async (head, title) => {
    const config = `${head}
menuentry 'a' --class linux { linux /boot/bzimage a
}
menuentry 'the second' $menuentry_id_option 'two' { linux /boot/bzimage b; }
`;
    expect(await boot(config)).toMatchObject({ commandLine: title });
  });

  it('starts the first entry where the default is empty, whatever ids entries have', async () => {
    const config = `set default=""
menuentry 'a' --id one { linux /boot/bzimage a
}
menuentry 'b' { linux /other b
}
`;
    expect(await boot(config)).toMatchObject({ title: 'a', kernel: 'iso:/boot/bzimage' });
  });

  it('finds entries in submenus', async () => {
    const config = `set default="1>0"
${entry('a', '/other')}
submenu "more" {
  ${entry('b', '/boot/bzimage')}
  ${entry('c', '/other')}
}`;
    expect(await boot(config)).toMatchObject({ title: 'b', kernel: 'iso:/boot/bzimage' });
  });

  it('may load Linux without a menu', async () => {
    expect(await boot('linux /boot/bzimage quiet\ninitrd /boot/initrd\nboot\n')).toMatchObject({
      title: '',
      kernel: 'iso:/boot/bzimage',
      commandLine: 'quiet',
    });
  });

  it.each(['linux16', 'linuxefi'])('may use %s', async (command) => {
    const initrd = command.replace('linux', 'initrd');
    const config = `${command} /boot/bzimage\n${initrd} /boot/initrd /boot/initrd\n`;
    expect(await boot(config)).toMatchObject({
      kernel: 'iso:/boot/bzimage',
      initrds: ['iso:/boot/initrd', 'iso:/boot/initrd'],
    });
  });

  it('puts variables in, and splits them where they are not quoted', async () => {
    const config = `set dir=/boot
set args="quiet  console=tty0"
set title='no $args here'
menuentry "$title" {
  linux \${dir}/bzimage $args "$args" a\\ b 'c d' \\
    last
}`;
    const args = 'quiet console=tty0 quiet  console=tty0 a b c d last';
    expect(await boot(config)).toMatchObject({
      title: 'no $args here',
      kernel: 'iso:/boot/bzimage',
      commandLine: args,
    });
  });

  it('follows configfile from a stub, by any way of searching', async () => {
    const iso = { '/boot/grub/grub.cfg': entry('real', '/boot/bzimage') };
    for (const search of [
      'search --no-floppy --label EFIBOOTISO --set root',
      'search --no-floppy --set=root --label EFIBOOTISO',
      'search --fs-uuid --set=root 2026-11-22-13-05-00-00',
      'search.fs_uuid 2026-11-22-13-05-00-00 root hd0,gpt1',
      'search --file --set=root /boot/grub/grub.cfg',
      'search --set=root -f --hint cd0 /boot/grub/grub.cfg',
      'set root=(cd0)',
    ]) {
      const stub = `${search}\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n`;
      expect(await boot(stub, iso)).toMatchObject({
        title: 'real',
        configPath: '/boot/grub/grub.cfg',
        kernel: 'iso:/boot/bzimage',
      });
    }
  });

  it('does not come back from the menu that configfile leads to', async () => {
    const iso = { '/boot/grub/grub.cfg': entry('real', '/boot/bzimage') };
    const after = `linux /other\n${entry('rescue', '/other')}`;
    expect(await boot(`configfile (cd0)/boot/grub/grub.cfg\n${after}`, iso)).toMatchObject({
      title: 'real',
      kernel: 'iso:/boot/bzimage',
    });
    const chosen = 'menuentry "x" {\n configfile (cd0)/boot/grub/grub.cfg\n linux /other\n}\n';
    expect(await boot(chosen, iso)).toMatchObject({ kernel: 'iso:/boot/bzimage' });
    const noMenu = { '/boot/grub/grub.cfg': 'set x=1\n' };
    expect(await boot(`configfile (cd0)/boot/grub/grub.cfg\n${after}`, noMenu)).toMatchObject({
      title: 'rescue',
    });
  });

  it('takes a file where the config points, before one elsewhere', async () => {
    const efi = { '/boot/bzimage': 'another kernel' };
    expect(await boot(entry('a', '/boot/bzimage'), {}, efi)).toMatchObject({
      kernel: 'efi-fat:/boot/bzimage',
    });
    const searched = `search --set=root --label EFIBOOTISO\n${entry('a', '/boot/bzimage')}`;
    expect(await boot(searched, {}, efi)).toMatchObject({ kernel: 'iso:/boot/bzimage' });
    expect(await boot(entry('a', '(cd0)/boot/bzimage'), {}, efi)).toMatchObject({
      kernel: 'iso:/boot/bzimage',
    });
  });

  it('runs what source reads as if it stood there', async () => {
    const config = `source $prefix/args.cfg\n${entry('a', '/boot/bzimage $args')}`;
    expect(await boot(config, {}, { '/EFI/BOOT/args.cfg': 'set args=quiet\n' })).toMatchObject({
      commandLine: 'quiet',
    });
  });

  it('goes by conditions', async () => {
    const config = `
if [ -f /nothing ]; then set kernel=/wrong
elif [ "$grub_platform" = "efi" -a -e /boot/bzimage ]; then
  if ! true; then set kernel=/wrong; elif ! false; then set kernel=/boot/bzimage; fi
else set kernel=/wrong
fi
if test -z "$empty"; then linux $kernel yes; fi`;
    expect(await boot(config)).toMatchObject({ kernel: 'iso:/boot/bzimage', commandLine: 'yes' });
  });

  it.each([
    ['bios', 'iso:/other'],
    ['efi', 'iso:/boot/bzimage'],
  ] as const)('knows the platform that it runs on: %s', async (firmware, kernel) => {
    const config = `
if [ "\${grub_platform}" = "efi" ]; then linux /boot/bzimage
elif [ "$grub_platform" = "pc" ]; then linux /other
fi`;
    expect(await boot(config, {}, {}, firmware)).toMatchObject({ kernel });
  });

  it.each([
    ['if cpuid -l; then linux /boot/bzimage; else linux /other; fi', 'cpuid'],
    ['if cpuid -l; then set bits=64; fi\nlinux /boot/bzimage$bits', 'cpuid'],
    [
      'if true; then linux /other; fi\nif keystatus --shift; then\nif true; then linux /boot/bzimage; fi; fi',
      'keystatus',
    ],
    [`if smbios; then ${entry('a', '/other')} fi\n${entry('b', '/boot/bzimage')}`, 'smbios'],
  ])('is unclear where a command that is not known has a say: %j', async (config, command) => {
    expect(await boot(config)).toEqual({
      unclear: `asks "${command}", which only a running GRUB can answer`,
    });
  });

  it('is clear where such a command only changes the looks', async () => {
    const config = `
if loadfont unicode; then set gfxmode=auto; insmod gfxterm; terminal_output gfxterm; fi
if keystatus --shift; then set timeout=-1; else set timeout=0; fi
if [ -s /grubenv ]; then load_env; fi
${entry('a', '/boot/bzimage')}`;
    expect(await boot(config)).toMatchObject({ title: 'a', kernel: 'iso:/boot/bzimage' });
  });

  it('runs functions and loops over words', async () => {
    const config = `
function start { linux /boot/bzimage $all; }
for word in a b "c d"; do set all="$all$word,"; done
while never; do linux /wrong; done
start`;
    expect(await boot(config)).toMatchObject({ commandLine: 'a,b,c d,' });
  });

  it('ignores what has nothing to do with booting', async () => {
    const config = `insmod iso9660
loadfont unicode
terminal_output gfxterm
set menu_color_normal=white/black
export root
menuentry "other system" --hotkey=o { chainloader /EFI/x.efi }
set default=1
${entry('linux', '/boot/bzimage')}`;
    expect(await boot(config)).toMatchObject({ title: 'linux' });
  });

  it('boots nothing where its default entry loads no Linux', async () => {
    expect(await boot('menuentry "x" { chainloader /EFI/x.efi\n}\n')).toBeUndefined();
    expect(await boot('')).toBeUndefined();
  });

  it('names a kernel that is missing', async () => {
    expect(await boot(entry('a', '/missing'))).toMatchObject({ kernel: undefined });
  });
});
