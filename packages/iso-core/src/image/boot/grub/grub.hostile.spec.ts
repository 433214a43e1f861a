import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../bytes/index.js';
import type { BootFile, BootFileSystem } from '../boot-files.js';
import { interpretGrub } from './index.js';

/** Runs a config on an ISO that has it at `/grub.cfg` and nothing else. */
function boot(config: string) {
  const bytes = Buffer.from(config);
  const file: BootFile = {
    where: 'iso',
    path: '/grub.cfg',
    size: bytes.byteLength,
    open: () => bytesSource(bytes),
  };
  const iso: BootFileSystem = {
    where: 'iso',
    label: 'ISO',
    uuid: '',
    file: (path) => Promise.resolve(path === '/grub.cfg' ? file : undefined),
    async *files() {
      yield await Promise.resolve(file);
    },
  };
  return interpretGrub(file, iso, [iso], 'efi');
}

describe('a GRUB config made to harm comes to an end', () => {
  const configs: Record<string, string> = {
    'that is its own configfile': 'configfile /grub.cfg\nconfigfile /grub.cfg\n',
    'that sources itself twice': 'source /grub.cfg\nsource /grub.cfg\n',
    'whose function calls itself twice': 'function f { f; f; }\nf\n',
    'whose functions call each other': 'function f { g; g; }\nfunction g { f; f; }\nf\n',
    'whose variable doubles': `set a=xxxxxxxxxxxxxxxx\n${'set a="$a$a"\n'.repeat(200)}`,
    'whose word is all variables': `set a=${'x'.repeat(60_000)}\nlinux ${'$a'.repeat(100_000)}\n`,
    'whose loops are nested': `set w="${'a '.repeat(500)}"\n${'for x in $w; do '.repeat(30)}${'done; '.repeat(30)}`,
    'nested beyond all measure': 'if true; then '.repeat(50_000),
    'of submenus without end': `set default="${'0>'.repeat(5_000)}0"\n${'submenu "x" {\n'.repeat(5_000)}`,
    'of open quotes': '"'.repeat(9_999),
    'of braces': '{ } } { '.repeat(20_000),
    'of open loops': 'while until for x in do done while '.repeat(5_000),
  };
  for (const [name, config] of Object.entries(configs)) {
    it(name, async () => {
      const found = await boot(config);
      expect(found === undefined || 'unclear' in found ? undefined : found.kernel.file).toBe(
        undefined,
      );
    });
  }

  it('whatever it is made of', async () => {
    const words = fc.constantFrom(
      ...['if', 'then', 'else', 'elif', 'fi', 'for', 'x', 'in', 'do', 'done', 'while', 'until'],
      ...['function', 'menuentry', 'submenu', '{', '}', ';', '\n', '"', "'", '\\', '$', '${', '#'],
      ...['[', ']', 'linux', 'initrd', 'set', 'a=b', '$a', 'search', 'configfile', '/grub.cfg'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 60 }), async (all) => {
        await boot(all.join(' '));
      }),
      { numRuns: 500 },
    );
  });
});
