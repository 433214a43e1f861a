// The xorriso call as a value.
import { describe, expect, it } from 'vitest';
import { xorrisoCommand, type XorrisoPlan } from './xorriso-command.js';

const plan: XorrisoPlan = {
  base: '/base.iso',
  output: '/out.iso',
  naming: 'rock-ridge',
  joliet: true,
  volumeDates: {
    creation: '20260102030405060',
    modification: '20260102030405060',
    expiration: '00000000000000000',
    effective: '00000000000000000',
  },
  preparerId: 'SOMEONE',
  gptDiskGuid: 'a7634fbb7b623d47b65381d3f90ef1cf',
  files: [{ isoPath: '/boot/initrd', file: '/new/initrd', permissions: 0o644 }],
};

const argumentsOf = (changes: Partial<XorrisoPlan>): string =>
  xorrisoCommand({ ...plan, ...changes }).args.join(' ');

it('replays the boot records and sets what xorriso would choose anew', () => {
  const { file, args, env } = xorrisoCommand(plan);
  expect(file).toBe('xorriso');
  expect(env).toEqual({ TZ: 'UTC', LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: undefined });
  expect(args[0]).toBe('-no_rc');
  expect(args.join(' ')).toMatchInlineSnapshot(
    `"-no_rc -report_about WARNING -abort_on FAILURE -return_with SORRY 32 -disk_pattern off -iso_rr_pattern off -indev stdio:/base.iso -outdev stdio:/out.iso -compliance no_emul_toc:joliet_long_names:joliet_long_paths -rockridge on -joliet on -boot_image any replay -boot_image any gpt_disk_guid=a7634fbb7b623d47b65381d3f90ef1cf -preparer_id SOMEONE -volume_date uuid 2026010203040506 -overwrite on -map /new/initrd /boot/initrd -chown 0 /boot/initrd -- -chgrp 0 /boot/initrd -- -chmod 0644 /boot/initrd -- -alter_date b-c =1767323045 /boot/initrd -- -alter_date c =1767323045 /boot/initrd -- -commit -end"`,
  );
});

describe('the volume dates', () => {
  const dates = plan.volumeDates;
  it('are set each for itself where they differ', () => {
    const creation = '20250101000000000';
    const text = argumentsOf({ volumeDates: { ...dates, creation } });
    expect(text).toContain('-volume_date c 2025010100000000 -volume_date m 2026010203040506');
  });

  it('are the other one where one is not set', () => {
    const unset = '0'.repeat(16) + '\0';
    const text = argumentsOf({ volumeDates: { ...dates, modification: unset } });
    expect(text).toContain('-volume_date uuid 2026010203040506');
    expect(text).toContain('=1767323045');
  });

  it('that nobody set are left alone', () => {
    const unset = '0'.repeat(16) + '\0';
    const text = argumentsOf({
      volumeDates: { ...dates, creation: unset, modification: unset },
    });
    expect(text).not.toContain('-volume_date');
    expect(text).toContain('-alter_date c =0 ');
  });
});

it('asks for the names that the base has, and no others', () => {
  expect(argumentsOf({ naming: 'plain', joliet: false })).toContain('-rockridge off -joliet off');
  expect(argumentsOf({ naming: 'joliet' })).toContain('-rockridge off -joliet on');
});

it('takes every path as data', () => {
  const { args } = xorrisoCommand({
    ...plan,
    base: '/dev/cdrom -blank',
    files: [{ isoPath: '/boot/[a]*', file: '/new/*', permissions: undefined }],
  });
  expect(args).toContain('stdio:/dev/cdrom -blank');
  expect(args).toContain('/boot/[a]*');
  expect(args.slice(0, args.indexOf('-indev'))).toEqual(
    expect.arrayContaining(['-disk_pattern', 'off', '-iso_rr_pattern']),
  );
  expect(args).toContain('0444');
});
