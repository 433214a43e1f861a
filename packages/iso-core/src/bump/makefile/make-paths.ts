// What make itself knows where the paths of includes are put together: the folder that it runs in, the files
// that it has read, and those that there are (GNU make manual, "Other Special Variables", "Functions for File
// Names").
import { posix } from 'node:path';
import type { ListNames } from '../url-site.js';
import { type Expression, type ExpressionNode, literalText, wordsIn } from './expression.js';
import { globbed, isGlob } from './glob.js';

/** Stands for the workspace's absolute path, which no result may depend on. */
const WORKSPACE = '/\0';

export class MakePaths {
  readonly #read: { readonly name: string; readonly order: number }[] = [];
  readonly #folder: string;

  /** `folder`: where make runs, relative to the workspace. */
  constructor(
    folder: string,
    private readonly namesIn: ListNames,
  ) {
    this.#folder = posix.join(WORKSPACE, folder);
  }

  /** That make begins to read a file, named relative to its folder. */
  note(name: string, order: number): void {
    this.#read.push({ name, order });
  }

  /** The file of the workspace that a path leads to, and undefined for any other. */
  inWorkspace(path: string): string | undefined {
    const found = posix.relative(WORKSPACE, posix.resolve(this.#folder, path));
    if (found === '') return '.';
    return found === '..' || found.startsWith('../') ? undefined : found;
  }

  /** What is included under a path: itself, or what it is a pattern of. */
  included(path: string): string[] {
    const found = isGlob(path) ? this.#matching(path) : [];
    return found.length > 0 ? found : [path];
  }

  /** What a variable of make's own, or a function of paths, comes to; undefined for any other. */
  textOf(
    node: ExpressionNode,
    order: number,
    expand: (one: Expression) => string | undefined,
  ): string | undefined {
    if (node.kind === 'reference') return this.#variable(literalText(node.name), order);
    if (node.kind !== 'call') return undefined;
    const texts = node.args.map(expand);
    const args = texts.flatMap((text) => (text === undefined ? [] : [wordsIn(text)]));
    const [words = []] = args;
    if (args.length < texts.length) return undefined;
    switch (node.called) {
      case 'abspath':
      case 'realpath':
        return words.map((word) => posix.resolve(this.#folder, word)).join(' ');
      case 'dir':
        return words.map((word) => word.slice(0, word.lastIndexOf('/') + 1) || './').join(' ');
      case 'firstword':
        return words[0] ?? '';
      case 'lastword':
        return words.at(-1) ?? '';
      case 'patsubst': {
        const [from, to] = [texts[0]?.trim(), texts[1]?.trim()];
        // Of all patterns the one that takes the slash off a folder.
        return from === '%/' && to === '%'
          ? args[2]?.map((word) => word.replace(/(.)\/$/, '$1')).join(' ')
          : undefined;
      }
      case 'sort':
        return [...new Set(words)].sort().join(' ');
      case 'strip':
        return words.join(' ');
      case 'wildcard':
        return words.flatMap((word) => this.#matching(word)).join(' ');
      default:
        return undefined;
    }
  }

  #variable(name: string | undefined, order: number): string | undefined {
    if (name === 'CURDIR') return this.#folder;
    if (name !== 'MAKEFILE_LIST') return undefined;
    return this.#read
      .filter((one) => one.order < order)
      .map((one) => one.name)
      .join(' ');
  }

  /** As they would be written there. */
  #matching(pattern: string): string[] {
    return globbed(pattern, (folder) => {
      const inside = this.inWorkspace(folder);
      return inside === undefined ? [] : this.namesIn(inside);
    });
  }
}
