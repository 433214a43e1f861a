// The shell that make gets where it may run nothing: it notes the command, and fails.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCRIPT = `#!/bin/sh
for command; do :; done
printf '%s\\n' "$command" >>"$0.asked"
exit 1
`;

export interface RefusingShell {
  /** What tells make to take no other, whatever a Makefile without `override` says. */
  readonly argument: string;
  /** The first line of the first command that it was given. */
  refused(): Promise<string | undefined>;
}

export async function refusingShell(folder: string): Promise<RefusingShell> {
  const path = join(folder, 'refusing-shell');
  await writeFile(path, SCRIPT, { mode: 0o700 });
  return {
    argument: `SHELL=${path}`,
    refused: async () => {
      const commands = await readFile(`${path}.asked`, 'utf8').catch(() => undefined);
      return commands?.split('\n')[0];
    },
  };
}
