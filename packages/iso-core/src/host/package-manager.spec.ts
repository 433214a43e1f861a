import { describe, expect, it } from 'vitest';
import { IsoError, type Runner } from '../runtime/index.js';
import { detectPackageManager, installCommand, packageManagerOf } from './package-manager.js';

describe('packageManagerOf', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"', 'apt'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'apt'],
    ['NAME=Fedora\nID=fedora', 'dnf'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'dnf'],
    ["ID='endeavouros'\nID_LIKE='arch'", 'pacman'],
  ])('knows the family of %j', (text, manager) => {
    expect(packageManagerOf(text)).toBe(manager);
  });

  it('knows none for another system, or for a name that objects have anyway', () => {
    expect(packageManagerOf('ID=alpine')).toBeUndefined();
    expect(packageManagerOf('ID=constructor')).toBeUndefined();
    expect(packageManagerOf('')).toBeUndefined();
  });
});

describe('detectPackageManager', () => {
  const answering =
    (answers: Record<string, string>): Runner =>
    ({ file }) => {
      const stdout = answers[file];
      return stdout === undefined
        ? Promise.reject(new IsoError('COMMAND_FAILED', file, { hint: '' }))
        : Promise.resolve({ exitCode: 0, stdout, stderr: '' });
    };

  it('reads os-release', async () => {
    expect(await detectPackageManager(answering({ cat: 'ID=ubuntu\n' }))).toBe('apt');
  });

  it('takes a Darwin without os-release for brew', async () => {
    expect(await detectPackageManager(answering({ uname: 'Darwin\n' }))).toBe('brew');
    expect(await detectPackageManager(answering({ uname: 'FreeBSD\n' }))).toBeUndefined();
  });
});

describe('installCommand', () => {
  it('asks for root only where root is needed', () => {
    expect(installCommand('apt', ['flex', 'bison'], false)).toBe(
      'sudo apt-get install --yes flex bison',
    );
    expect(installCommand('dnf', ['flex'], true)).toBe('dnf install --assumeyes flex');
    expect(installCommand('pacman', ['flex'], false)).toBe(
      'sudo pacman -S --needed --noconfirm flex',
    );
    expect(installCommand('brew', ['flex'], false)).toBe('brew install flex');
  });
});
