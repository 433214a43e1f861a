import { stat } from 'node:fs/promises';

/** Whether anything of that path can be seen. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
