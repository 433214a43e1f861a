import { describe, expect, it } from 'vitest';
import { IsoError, type Runner } from '../runtime/index.js';
import { checkTools } from './check-tools.js';
import { localHost } from './local.js';

const need = (tool: string, because = 'always') => ({ tool, because });

/** A machine that has the programs named, and the headers if it has gcc. */
function machine(programs: readonly string[], headers: readonly string[], osRelease: string) {
  const asked: string[] = [];
  const run: Runner = ({ file, input }) => {
    asked.push(file);
    const done = (stdout = '') => Promise.resolve({ exitCode: 0, stdout, stderr: '' });
    if (file === 'cat') return done(osRelease);
    if (!programs.includes(file)) {
      return Promise.reject(new IsoError('COMMAND_NOT_FOUND', file, { hint: '' }));
    }
    const header = typeof input === 'string' ? /<(.*)>/.exec(input)?.[1] : undefined;
    if (header === undefined || headers.includes(header)) return done();
    return Promise.reject(new IsoError('COMMAND_FAILED', header, { hint: '' }));
  };
  return { host: { ...localHost({ run }), isRoot: () => Promise.resolve(false) }, asked };
}

describe('checkTools', () => {
  it('passes when all is there', async () => {
    const { host } = machine(['make', 'gcc'], ['gelf.h'], 'ID=debian');
    await expect(checkTools(host, [need('make'), need('gelf.h')])).resolves.toBeUndefined();
  });

  it('names all missing tools at once, why each is needed, and what installs them', async () => {
    const { host } = machine(['make', 'gcc'], [], 'ID=debian');
    const needs = [need('make'), need('flex'), need('pahole', 'DEBUG_INFO_BTF=y'), need('gelf.h')];
    await expect(checkTools(host, [...needs, need('flex', 'twice')])).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      message:
        '3 tools are missing on this machine: flex (always), pahole (DEBUG_INFO_BTF=y), gelf.h (always)',
      hint: 'Run: sudo apt-get install --yes dwarves flex libelf-dev',
      details: { command: 'sudo apt-get install --yes dwarves flex libelf-dev' },
    });
  });

  it.each([
    ['ID=fedora', 'sudo dnf install --assumeyes elfutils-libelf-devel gcc-aarch64-linux-gnu'],
    ['ID=arch', 'sudo pacman -S --needed --noconfirm aarch64-linux-gnu-gcc libelf'],
  ])('speaks of the packages of %s', async (osRelease, command) => {
    const { host } = machine(['gcc'], [], osRelease);
    const needs = [need('gelf.h'), need('aarch64-linux-gnu-gcc')];
    await expect(checkTools(host, needs)).rejects.toMatchObject({ details: { command } });
  });

  it('says which tools have no known package', async () => {
    const { host } = machine([], [], 'ID=arch');
    const needs = [need('flex'), need('x86_64-linux-gnu-gcc')];
    await expect(checkTools(host, needs)).rejects.toMatchObject({
      hint: expect.stringMatching(/-S .* flex — .* x86_64-linux-gnu-gcc: install it yourself\.$/),
    });
    const unknown = machine([], [], 'ID=plan9').host;
    await expect(checkTools(unknown, [need('flex')])).rejects.toMatchObject({
      hint: 'Install flex with your package manager.',
    });
  });

  it('takes a program that refuses the version flag for present', async () => {
    const run: Runner = () =>
      Promise.reject(new IsoError('COMMAND_FAILED', 'usage', { hint: '', details: {} }));
    expect(await localHost({ run }).missingTools([need('lzop')])).toEqual([]);
  });

  it('finds depmod outside the PATH of an ordinary user', async () => {
    const { host } = machine(['/usr/sbin/depmod'], [], 'ID=debian');
    expect(await host.missingTools([need('depmod')])).toEqual([]);
  });

  it('does not hide what is wrong with the host itself', async () => {
    const run: Runner = () => Promise.reject(new IsoError('CANCELLED', 'stop', { hint: '' }));
    await expect(localHost({ run }).missingTools([need('flex')])).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('localHost', () => {
  it('asks the machine itself', async () => {
    const host = localHost();
    expect(await host.cpus()).toBeGreaterThanOrEqual(1);
    const missing = await host.missingTools([need('cat'), need('no-such-program-anywhere')]);
    expect(missing).toEqual([need('no-such-program-anywhere')]);
  });
});
