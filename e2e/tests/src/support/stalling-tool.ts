// A tool that begins its work and is held there: the moment at which a build is in the middle of a stage.
import { existsSync } from 'node:fs';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Family } from './family.js';
import { until } from './until.js';

export interface Stall {
  readonly tool: string;
  /** An argument of the call that stalls; all others go through. */
  readonly call: string;
  /**
   * How many lines the tool may print before nobody reads on: it does not get beyond a full pipe.
   * Undefined: it does not begin.
   */
  readonly lines?: number;
}

export interface StallingTool {
  /** The PATH on which the tool stalls. */
  readonly path: string;
  /** Resolves when it does; rejects when what calls it ends without. */
  readonly stalled: (caller: Family) => Promise<void>;
  readonly letGo: () => Promise<void>;
}

/** Puts a stand-in for the tool into `folder`. */
export async function stallingTool(folder: string, stall: Stall): Promise<StallingTool> {
  const real = await find(stall.tool);
  const mark = join(folder, 'stalled');
  const go = join(folder, 'go');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, stall.tool), standIn(stall, real, { mark, go }), { mode: 0o755 });
  return {
    path: [folder, process.env['PATH']].join(delimiter),
    stalled: async (caller) => {
      let isOver = false;
      void caller.ended.finally(() => (isOver = true));
      await until(
        () => isOver || existsSync(mark),
        () => `the call of ${stall.tool}`,
      );
      if (!existsSync(mark)) throw new Error(`${stall.tool} was not called:\n${caller.printed()}`);
    },
    letGo: () => writeFile(go, ''),
  };
}

function standIn(
  { call, lines }: Stall,
  real: string,
  files: { mark: string; go: string },
): string {
  const wait = `: >'${files.mark}'\nwhile [ ! -e '${files.go}' ]; do sleep 0.05; done`;
  const stalling =
    lines === undefined
      ? `${wait}\nexec ${real} "$@"`
      : `${real} "$@" | {\nhead --lines=${lines}\n${wait}\nexec cat\n}`;
  return `#!/bin/sh\ncase " $* " in\n*' ${call}'*) ;;\n*) exec ${real} "$@" ;;\nesac\n${stalling}\n`;
}

/** Where the system has the tool; depmod is not on everyone's PATH. */
async function find(tool: string): Promise<string> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    const path = join(folder, tool);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw new Error(`${tool} is not installed`);
}
