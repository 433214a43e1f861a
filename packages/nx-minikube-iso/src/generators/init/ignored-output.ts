// Git is to ignore what the plugin builds: Nx would hash gigabytes, and someone would commit an ISO.
import type { Tree } from '@nx/devkit';

/** A line that decides about `dist` already, either way. */
const DECIDES = /^!?\/?(?:\*\*\/)?dist(?:\/\*{0,2})?[ \t]*\r?$/m;

/** The text of a .gitignore by which `dist` is ignored, unless it decides otherwise itself. */
export function ignoringOutput(text: string): string {
  if (DECIDES.test(text)) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  return `${before}dist${lineEnd}`;
}

/** What Nx and npm leave in every workspace. */
const FIRST_LINES = 'node_modules\n.nx\n';

/** A workspace without a .gitignore gets one. */
export function ignoreOutput(tree: Tree): void {
  tree.write('.gitignore', ignoringOutput(tree.read('.gitignore', 'utf8') ?? FIRST_LINES));
}
