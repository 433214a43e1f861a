import { describe, expect, it } from 'vitest';
import { KERNEL, kbuildModel, type KbuildOptions } from './kbuild-model.js';

function model(
  files: Readonly<Record<string, string>>,
  config: Readonly<Record<string, string>> = {},
) {
  const built = kbuildModel({
    read: (path) => files[path],
    topFolders: ['net', 'drivers', 'tools', 'arch'],
    sourceArch: 'x86',
    value: (symbol) => config[symbol] ?? 'n',
  });
  const owners = (object: string) => [...(built.objects.get(object) ?? [])];
  return { ...built, owners };
}

describe('kbuildModel', () => {
  it('sorts objects into the kernel and into modules', () => {
    const { modules, owners } = model(
      { 'net/Makefile': 'obj-y := core.o\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o c.o' },
      { A: 'y', B: 'm' },
    );
    expect([...modules]).toEqual(['net/b.ko', 'net/c.ko']);
    expect(owners('net/a')).toEqual([KERNEL]);
    expect(owners('net/core')).toEqual([KERNEL]);
    expect(owners('net/b')).toEqual(['net/b.ko']);
  });

  it('gives the parts of a composite to what they become', () => {
    const { owners } = model(
      {
        'net/Makefile':
          'obj-$(CONFIG_X) += x.o\nx-y := one.o\nx-objs += two.o\nx-$(CONFIG_Z) += three.o',
      },
      { X: 'm', Z: 'y' },
    );
    for (const part of ['x', 'one', 'two', 'three'])
      expect(owners(`net/${part}`)).toEqual(['net/x.ko']);
  });

  it('enters folders that are on, and prefers Kbuild to Makefile', () => {
    const files = {
      'net/Makefile': 'obj-$(CONFIG_IN) += inside/\nobj-$(CONFIG_OUT) += outside/',
      'net/inside/Kbuild': 'obj-$(CONFIG_IN) += in.o',
      'net/inside/Makefile': 'obj-y += wrong.o',
      'net/outside/Makefile': 'obj-y += out.o',
    };
    const { modules, folders, owners } = model(files, { IN: 'm' });
    expect([...modules]).toEqual(['net/inside/in.ko']);
    expect(folders.has('net/outside')).toBe(false);
    expect(owners('net/inside/wrong')).toEqual([]);
  });

  it('follows objects to other folders', () => {
    const { owners } = model({
      'drivers/Makefile': 'obj-y += ../net/far.o $(addprefix sub/,deep.o)',
    });
    expect(owners('net/far')).toEqual([KERNEL]);
    expect(owners('drivers/sub/deep')).toEqual([KERNEL]);
  });

  it('builds an object into the kernel when it is asked for as both', () => {
    const { modules } = model({ 'net/Makefile': 'obj-y += a.o\nobj-m += a.o' });
    expect([...modules]).toEqual([]);
  });

  it('enters what the architecture’s makefile names from the top of the tree', () => {
    const { owners } = model(
      {
        'arch/x86/Kbuild': 'obj-y += kernel/',
        'arch/x86/kernel/Makefile': 'obj-y += cpu.o',
        'arch/x86/Makefile': 'drivers-$(CONFIG_PCI) += arch/x86/pci/\nboot := arch/x86/boot',
        'arch/x86/pci/Makefile': 'obj-y += legacy.o',
      },
      { PCI: 'y' },
    );
    expect(owners('arch/x86/kernel/cpu')).toEqual([KERNEL]);
    expect(owners('arch/x86/pci/legacy')).toEqual([KERNEL]);
  });

  it('leaves out what is no part of the kernel', () => {
    expect(model({ 'tools/Makefile': 'obj-y += tool.o' }).owners('tools/tool')).toEqual([]);
  });

  it('remembers what it cannot know, and counts it as built', () => {
    const { owners, unsureWords, unsureFolders } = model({
      'net/Makefile': 'ifeq ($(CC_KIND),gcc)\nobj-y += maybe.o\nendif',
      'drivers/Makefile': 'obj-y += $(shell ls)',
    });
    expect(owners('net/maybe')).toEqual([KERNEL]);
    expect([...unsureWords].sort()).toEqual(['drivers obj-y ', 'net obj-y maybe.o']);
    expect([...unsureFolders]).toEqual(['drivers']);
  });

  it('is the same when it starts from another model as when it starts from nothing', () => {
    const files: Readonly<Record<string, string>> = {
      'net/Makefile': 'obj-y += core.o\nobj-$(CONFIG_A) += a/\nobj-$(CONFIG_B) += b.o',
      'net/a/Makefile': 'include net/a/list',
      'net/a/list': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += ab.o',
      'drivers/Makefile': 'obj-$(CONFIG_C) += c.o',
    };
    const read: string[] = [];
    const built = (config: Readonly<Record<string, string>>, like?: KbuildOptions['like']) =>
      kbuildModel({
        read: (path) => {
          read.push(path);
          return files[path];
        },
        topFolders: ['net', 'drivers'],
        sourceArch: 'x86',
        value: (symbol) => config[symbol] ?? 'n',
        ...(like === undefined ? {} : { like }),
      });
    const first = built({ A: 'm', C: 'y' });
    const alone = built({ A: 'm', B: 'm', C: 'y' });
    read.length = 0;
    const after = built({ A: 'm', B: 'm', C: 'y' }, { model: first, changed: ['B'] });
    expect({ ...after, makefiles: 0 }).toEqual({ ...alone, makefiles: 0 });
    expect(read).toEqual(expect.arrayContaining(['net/Makefile', 'net/a/list']));
    expect(read).not.toContain('drivers/Makefile');
  });
});
