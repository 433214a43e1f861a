// The one xorriso call of a remaster: the base's tree with some files replaced, and every boot
// record, name and date as it was.
import { resolve } from 'node:path';
import type { Command } from '../../runtime/index.js';
import type { Naming, VolumeDates } from '../iso9660/index.js';

export interface XorrisoPlan {
  readonly base: string;
  readonly output: string;
  readonly naming: Naming;
  readonly joliet: boolean;
  readonly volumeDates: VolumeDates;
  readonly preparerId: string;
  readonly gptDiskGuid: string | undefined;
  readonly files: readonly PlannedFile[];
}

/** A file of the base, by its exact name there, and what takes its place. */
export interface PlannedFile {
  readonly isoPath: string;
  readonly file: string;
  /** Permission bits that it has in the base; undefined without Rock Ridge. */
  readonly permissions: number | undefined;
}

/** The command. It reads no startup files, expands no patterns and takes no time from the clock. */
export function xorrisoCommand(plan: XorrisoPlan): Command {
  const args = ['-no_rc', '-report_about', 'WARNING', '-abort_on', 'FAILURE'];
  // Exit codes have to be 32 or more; a base that cannot be read whole is a SORRY.
  args.push('-return_with', 'SORRY', '32');
  args.push('-disk_pattern', 'off', '-iso_rr_pattern', 'off');
  // "stdio:" makes a path a file, whatever its name: never a drive.
  args.push('-indev', `stdio:${resolve(plan.base)}`, '-outdev', `stdio:${resolve(plan.output)}`);
  args.push('-compliance', 'no_emul_toc:joliet_long_names:joliet_long_paths');
  args.push('-rockridge', plan.naming === 'rock-ridge' ? 'on' : 'off');
  args.push('-joliet', plan.joliet ? 'on' : 'off');
  args.push('-boot_image', 'any', 'replay');
  if (plan.gptDiskGuid !== undefined) {
    args.push('-boot_image', 'any', `gpt_disk_guid=${plan.gptDiskGuid}`);
  }
  if (plan.preparerId !== '') args.push('-preparer_id', plan.preparerId);
  args.push(...volumeDateArguments(plan.volumeDates));
  args.push('-overwrite', 'on');
  for (const file of plan.files) args.push(...fileArguments(file, secondsOf(plan.volumeDates)));
  args.push('-commit', '-end');
  return {
    file: 'xorriso',
    args,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: undefined },
  };
}

// -map takes owner, mode and times from the disk; the change of times comes last, since each other
// change sets one of them to now.
function fileArguments({ isoPath, file, permissions }: PlannedFile, seconds: number): string[] {
  const mode = (permissions ?? 0o444).toString(8).padStart(4, '0');
  return [
    ...['-map', resolve(file), isoPath],
    ...['-chown', '0', isoPath, '--', '-chgrp', '0', isoPath, '--'],
    ...['-chmod', mode, isoPath, '--'],
    ...['-alter_date', 'b-c', `=${seconds}`, isoPath, '--'],
    ...['-alter_date', 'c', `=${seconds}`, isoPath, '--'],
  ];
}

// GRUB and blkid take a volume date for the file system's UUID; "uuid" sets both to the digit.
function volumeDateArguments({ creation, modification }: VolumeDates): string[] {
  const created = digitsOf(creation);
  const modified = digitsOf(modification) ?? created;
  if (modified === undefined) return [];
  if (created === modified) return ['-volume_date', 'uuid', modified];
  return ['-volume_date', 'c', created ?? modified, '-volume_date', 'm', modified];
}

/** The sixteen digits of a volume date that is set, in a year that xorriso takes. */
function digitsOf(date: string): string | undefined {
  return /^(?:19[7-9]|2\d\d)\d{13}/.exec(date)?.[0];
}

/**
 * The base's own date in seconds since 1970, for the files that are replaced: an output depends on
 * its inputs alone.
 */
export function secondsOf({ creation, modification }: VolumeDates): number {
  const date = digitsOf(modification) ?? digitsOf(creation);
  if (date === undefined) return 0;
  const field = (start: number, end: number): number => Number(date.slice(start, end));
  const month = field(4, 6) - 1;
  const time = Date.UTC(
    field(0, 4),
    month,
    field(6, 8),
    field(8, 10),
    field(10, 12),
    field(12, 14),
  );
  return Math.floor(time / 1000);
}
