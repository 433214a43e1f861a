import { describe, expect, it } from 'vitest';
import { standInQemu } from '../machine/qemu.testing.js';
import { bootIso, type BootIsoOptions } from './boot-iso.js';
import { someBoot } from './boot.testing.js';

const boot = (changes: Partial<BootIsoOptions> = {}) =>
  bootIso({
    iso: '/x/minikube.iso',
    inspection: someBoot(),
    accelerator: 'tcg',
    memoryMiB: 512,
    timeoutSeconds: 30,
    ...changes,
  });

const COMES_UP = `echo SeaBIOS; echo 'Loading /boot/bzImage... ok'; echo 'Welcome to minikube'
printf 'minikube login: '; exec sleep 1000`;

describe('booting an ISO', () => {
  it('passes at the login prompt, with the way to it', async () => {
    const qemu = standInQemu(COMES_UP);
    const report = await boot();
    expect(report).toMatchObject({
      status: 'passed',
      detail: expect.stringMatching(/^Its console showed “minikube login:” after \d+\.\d s\.$/),
      machine: { qemu: 'qemu-system-x86_64 7.2.22', accelerator: 'tcg', memoryMiB: 512 },
      console: 'SeaBIOS\nLoading /boot/bzImage... ok\nWelcome to minikube\nminikube login:',
      droppedLines: 0,
    });
    const names = report.timeline.map(({ name }) => name);
    expect(names).toEqual(['machine started', 'first output', 'userspace', 'login prompt']);
    const times = report.timeline.map(({ seconds }) => seconds);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(qemu.running()).toEqual([]);
  });

  it('gives the ISO itself to the machine, and nothing else', async () => {
    const qemu = standInQemu(COMES_UP);
    await boot({ accelerator: 'kvm' });
    const [args] = qemu.runs();
    expect(args).toEqual(
      expect.arrayContaining([
        'pc,accel=kvm,graphics=off',
        'if=none,id=iso,media=cdrom,readonly=on,format=raw,file=/x/minikube.iso',
      ]),
    );
    expect(args).not.toContain('-kernel');
  });

  it('passes at a pattern of one’s own, also within a line', async () => {
    standInQemu(`echo '[    1.0] Linux version 6.1'; echo 'kubelet is ready now'; exec sleep 1000`);
    const report = await boot({ pattern: /kubelet.*ready/g });
    expect(report.status).toBe('passed');
    expect(report.detail).toContain('“kubelet is ready now”');
    expect(report.timeline.at(-1)?.name).toBe('pattern');
  });

  it('passes at a prompt of one’s own, which stands still in a system that runs', async () => {
    standInQemu(`echo '[    1.000000] Linux version 6.1'; printf '/ # '; exec sleep 1000`);
    const report = await boot({ pattern: /^\/ #$/ });
    expect(report).toMatchObject({ status: 'passed', detail: expect.stringContaining('“/ #”') });
  });

  it('passes at a login prompt of one’s own, though nothing else was shown', async () => {
    standInQemu(`printf 'minikube login: '; exec sleep 1000`);
    expect((await boot({ pattern: /minikube login:/ })).status).toBe('passed');
  });

  it.each([
    ['goes on', `sleep 0.3; echo 'GRUB!'`],
    ['goes on late', `sleep 1.5; echo 'GRUB!'`],
    ['never goes on', ''],
  ])('does not take half a loader’s line that %s for a pattern of one’s own', async (_, rest) => {
    standInQemu(`printf 'Welcome to '; ${rest || ':'}`);
    const report = await boot({ pattern: /Welcome/ });
    expect(report).toMatchObject({ status: 'failed', timeline: { length: 3 } });
  });

  it('does not take half a line of a system that goes on to print it', async () => {
    standInQemu(
      `echo '[    1.000000] Linux version 6.1'; printf 'kubelet ready'; sleep 0.3; echo ' in a while'`,
    );
    expect((await boot({ pattern: /ready$/ })).status).toBe('failed');
  });

  it.each([
    ['GNU GRUB  version 2.06, Welcome to GRUB!', /Welcome/],
    ['SYSLINUX 6.04 minikube', /minikube/],
    ['Loading /boot/minikube... ok', /minikube/],
    ['[    0.000000] Kernel command line: host=minikube', /minikube/],
  ])('does not take %j for the sign of a system that came up', async (line, pattern) => {
    standInQemu(`echo '${line}'; echo '[    1.0] Linux version 6.1'; exit 0`);
    expect((await boot({ pattern })).status).toBe('failed');
  });

  it('takes what systemd tells through the kernel', async () => {
    standInQemu(
      `echo '[    9.123456] systemd[1]: Reached target Multi-User System.'; exec sleep 1000`,
    );
    expect((await boot({ pattern: /Reached target Multi-User/ })).status).toBe('passed');
  });

  it('shows a console of virtio’s, where the kernel writes there', async () => {
    const qemu = standInQemu(COMES_UP);
    const inspection = someBoot({ loaders: [{ commandLine: 'console=hvc0' }] });
    expect((await boot({ inspection })).status).toBe('passed');
    expect(qemu.runs()[0]).toContain('virtconsole,chardev=console');
  });

  it('is not checked, and not tried, when nothing of it could be seen', async () => {
    const qemu = standInQemu(COMES_UP);
    const commandLine = 'root=/dev/sr0 console=tty0 quiet';
    const inspection = someBoot({ loaders: [{ commandLine, configPath: '/isolinux.cfg' }] });
    expect(await boot({ inspection })).toMatchObject({
      status: 'not checked',
      detail: expect.stringContaining(commandLine),
      hint: 'Add console=ttyS0 to the kernel’s command line in /isolinux.cfg.',
      timeline: [],
    });
    expect(qemu.runs()).toEqual([]);
  });

  it('is not checked when no boot loader is for the machine’s firmware', async () => {
    const qemu = standInQemu(COMES_UP);
    const report = await boot({ inspection: someBoot({ loaders: [{ firmware: 'efi' }] }) });
    expect(report).toMatchObject({
      status: 'not checked',
      detail: expect.stringContaining('BIOS'),
    });
    expect(qemu.runs()).toEqual([]);
  });
});
