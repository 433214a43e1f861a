// Git is to ignore what the plugin builds: Nx would hash gigabytes, and someone would commit an ISO.
import type { Tree } from '@nx/devkit';

/** A line that decides about `dist` already, either way. */
const DECIDES = /^(!?)\/?(?:\*\*\/)?dist(?:\/\*{0,2})?[ \t]*\r?$/gm;

/** The ISOs of every project, which nothing is to hash. */
const ISOS = 'dist/**/iso';

/** The text of a .gitignore by which `dist` is ignored, unless it decides otherwise itself. */
export function ignoringOutput(text: string): string {
  return text.match(DECIDES) === null ? withLine(text, 'dist') : text;
}

/** Whether a .gitignore lets git, and Nx with it, see `dist`: its last word counts. */
export function showsOutput(text: string): boolean {
  const [, not] = [...text.matchAll(DECIDES)].at(-1) ?? [];
  return not === '!';
}

/** The text of a .nxignore by which Nx sees no ISO. */
export function hidingIsos(text: string): string {
  return text.split(/\r?\n/).includes(ISOS) ? text : withLine(text, ISOS);
}

function withLine(text: string, line: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  return `${before}${line}${lineEnd}`;
}

/** What Nx and npm leave in every workspace. */
const FIRST_LINES = 'node_modules\n.nx\n';

/** A workspace without a .gitignore gets one. Where git is to see `dist`, Nx alone is told of the ISOs. */
export function ignoreOutput(tree: Tree): void {
  const text = ignoringOutput(tree.read('.gitignore', 'utf8') ?? FIRST_LINES);
  tree.write('.gitignore', text);
  if (showsOutput(text)) {
    tree.write('.nxignore', hidingIsos(tree.read('.nxignore', 'utf8') ?? ''));
  }
}
