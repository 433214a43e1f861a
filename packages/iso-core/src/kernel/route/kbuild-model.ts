// What a source tree builds under a config: which objects go into the kernel, and which into which
// module, by the tree's own makefiles (Documentation/kbuild/makefiles.rst).
import { posix } from 'node:path';
import {
  evaluateMakefile,
  isUnsure,
  plain,
  UNSURE,
  type Variables,
  words,
} from './makefile/index.js';

export interface KbuildOptions {
  /** The text of a file of the source tree; `undefined` when it is not there. */
  readonly read: (path: string) => string | undefined;
  /** Names of the folders at the top of the tree that have a makefile. */
  readonly topFolders: readonly string[];
  /** The folder under `arch/`: `x86`. */
  readonly sourceArch: string;
  /** A symbol's value without `CONFIG_`: `n` when it is not set. */
  readonly value: (symbol: string) => string;
  /** A model of the same source: makefiles that mention none of the `changed` symbols are as there. */
  readonly like?: { readonly model: KbuildModel; readonly changed: readonly string[] };
}

/** A makefile that was evaluated, with every text that was read for it. */
interface EvaluatedMakefile {
  readonly variables: Variables;
  readonly texts: readonly string[];
}

export interface KbuildModel {
  /** Objects without `.o` → what they go into: modules as `net/sched/sch_prio.ko`, or `KERNEL`. */
  readonly objects: ReadonlyMap<string, ReadonlySet<string>>;
  /** Modules as paths that end in `.ko`. */
  readonly modules: ReadonlySet<string>;
  /** Folders that kbuild enters. */
  readonly folders: ReadonlySet<string>;
  /** Folders of which makefiles say more than can be known without running make. */
  readonly unsureFolders: ReadonlySet<string>;
  /** Everything that could not be known, as text: equal for two models that may be compared. */
  readonly unsureWords: ReadonlySet<string>;
  /** By path; `undefined` for one that is not there. */
  readonly makefiles: ReadonlyMap<string, EvaluatedMakefile | undefined>;
}

/** The owner of objects that are linked into the kernel itself. */
export const KERNEL = 'vmlinux';

/** At the top of the tree, but not part of the kernel. */
const NO_PART = new Set(['Documentation', 'LICENSES', 'debian', 'scripts', 'tools', 'rust']);

/** Set by the top makefile or by nobody; what else is in capitals may be set from outside. */
const NEVER_SET = new Set(['KBUILD_EXTMOD', 'KBUILD_VERBOSE', 'KBUILD_SRC', 'need-builtin']);

/** Evaluates every makefile that kbuild enters under the config. */
export function kbuildModel(options: KbuildOptions): KbuildModel {
  const walk = new Walk(options);
  for (const name of options.topFolders)
    if (!NO_PART.has(name) && name !== 'arch') walk.enter(name);
  walk.enterArch();
  return walk.model();
}

class Walk {
  readonly #objects = new Map<string, Set<string>>();
  readonly #modules = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #unsureFolders = new Set<string>();
  readonly #unsureWords = new Set<string>();
  readonly #makefiles = new Map<string, EvaluatedMakefile | undefined>();

  constructor(private readonly options: KbuildOptions) {}

  model(): KbuildModel {
    return {
      objects: this.#objects,
      modules: this.#modules,
      folders: this.#folders,
      unsureFolders: this.#unsureFolders,
      unsureWords: this.#unsureWords,
      makefiles: this.#makefiles,
    };
  }

  /** The architecture's makefile names its folders from the top of the tree; Kbuild from its own. */
  enterArch(): void {
    const folder = `arch/${this.options.sourceArch}`;
    this.enter(folder);
    const makefile = this.#evaluate(folder, `${folder}/Makefile`);
    if (makefile === undefined) return;
    for (const name of makefile.names()) {
      if (!/^(?:core|drivers|libs|net|init|virt|head)-y$/.test(name)) continue;
      for (const word of words(makefile.value(name))) {
        if (plain(word).endsWith('/')) this.enter(posix.normalize(plain(word)).replace(/\/$/, ''));
      }
    }
  }

  enter(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#folders.add(folder);
    const makefile =
      this.#evaluate(folder, `${folder}/Kbuild`) ?? this.#evaluate(folder, `${folder}/Makefile`);
    if (makefile === undefined) return;
    const builtIn = new Set<string>();
    for (const name of ['obj-y', 'lib-y', 'extra-y', 'always-y', 'subdir-y']) {
      for (const word of this.#words(folder, makefile, name)) {
        if (name !== 'subdir-y') builtIn.add(word);
        this.#take(folder, makefile, name === 'subdir-y' ? `${word}/` : word, KERNEL);
      }
    }
    for (const word of this.#words(folder, makefile, 'obj-m')) {
      if (builtIn.has(word)) continue;
      const module = posix.join(folder, word.replace(/\.o$/, '.ko'));
      if (word.endsWith('.o')) this.#modules.add(module);
      this.#take(folder, makefile, word, module);
    }
    for (const word of this.#words(folder, makefile, 'subdir-m'))
      this.enter(posix.join(folder, word));
  }

  /** Takes one word of an object list: a folder to enter, an object, or a composite of objects. */
  #take(folder: string, makefile: Variables, word: string, owner: string): void {
    if (word.endsWith('/')) return this.enter(posix.join(folder, word).replace(/\/$/, ''));
    if (!word.endsWith('.o')) return;
    const stem = word.slice(0, -2);
    this.#own(posix.join(folder, stem), owner);
    // Newer kernels leave the parts that are `m` out of an object that is linked into the kernel.
    for (const suffix of ['objs', 'y', 'm']) {
      for (const part of this.#words(folder, makefile, `${stem}-${suffix}`)) {
        if (part.endsWith('.o')) this.#own(posix.join(folder, part.slice(0, -2)), owner);
      }
    }
  }

  #own(object: string, owner: string): void {
    const owners = this.#objects.get(object);
    if (owners === undefined) this.#objects.set(object, new Set([owner]));
    else owners.add(owner);
  }

  /** The words of a variable without marks; what is unsure of it is remembered. */
  #words(folder: string, makefile: Variables, name: string): string[] {
    const all = words(makefile.value(name));
    for (const word of all.filter(isUnsure)) {
      this.#unsureWords.add(`${folder} ${name} ${plain(word)}`);
      if (word === UNSURE) this.#unsureFolders.add(folder);
    }
    return all.map(plain).filter((word) => word !== '');
  }

  #evaluate(folder: string, path: string): Variables | undefined {
    const makefile = this.#isAsBefore(path)
      ? this.options.like?.model.makefiles.get(path)
      : this.#read(folder, path);
    this.#makefiles.set(path, makefile);
    return makefile?.variables;
  }

  #isAsBefore(path: string): boolean {
    const { like } = this.options;
    if (like === undefined || !like.model.makefiles.has(path)) return false;
    const names = [...like.changed.map((symbol) => `CONFIG_${symbol}`), 'CONFIG_$'];
    const texts = like.model.makefiles.get(path)?.texts ?? [];
    return !texts.some((text) => names.some((name) => text.includes(name)));
  }

  #read(folder: string, path: string): EvaluatedMakefile | undefined {
    const text = this.options.read(path);
    if (text === undefined) return undefined;
    const texts = [text];
    const include = (included: string) => {
      const other = this.options.read(posix.normalize(included));
      if (other !== undefined) texts.push(other);
      return other;
    };
    const outer = (name: string) => this.#outer(folder, name);
    return { variables: evaluateMakefile({ text, outer, include }), texts };
  }

  #outer(folder: string, name: string): string | undefined {
    if (name.startsWith('CONFIG_')) {
      const value = this.options.value(name.slice('CONFIG_'.length));
      return value === 'n' ? undefined : value;
    }
    switch (name) {
      case 'src':
      case 'obj':
        return folder;
      case 'srctree':
      case 'objtree':
        return '.';
      case 'SRCARCH':
        return this.options.sourceArch;
      case 'BITS':
        return '64';
      case 'KBUILD_MODULES':
      case 'KBUILD_BUILTIN':
        return '1';
      default:
        return /^[A-Z][A-Z0-9_]+$/.test(name) && !NEVER_SET.has(name) ? UNSURE : undefined;
    }
  }
}
