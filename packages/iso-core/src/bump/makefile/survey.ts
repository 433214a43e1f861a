// What is found out about a Makefile once, for all questions about it.
import { ANY_WORLD } from './condition.js';
import { Expander } from './expand.js';
import type { Expression } from './expression.js';
import type { Makefile } from './makefile.js';
import { type Reference, References } from './references.js';
import { TargetChains } from './targets.js';

export class Survey {
  readonly expander: Expander;
  readonly targets: TargetChains;
  #references: References | undefined;
  /** References in the words that `--iso-url` is given. */
  readonly #inUrls = new Set<string>();

  constructor(readonly makefile: Makefile) {
    this.expander = new Expander(makefile);
    this.targets = new TargetChains(makefile);
  }

  get references(): References {
    this.#references ??= new References(this.makefile);
    return this.#references;
  }

  /** Remembers a word as the URL of an ISO. */
  noteUrl({ source, nodes }: Expression): void {
    for (const { from } of nodes) this.#inUrls.add(placeKey(source.file, source.offsetOf(from)));
  }

  isInUrl({ within: { source }, at }: Reference): boolean {
    return this.#inUrls.has(placeKey(source.file, source.offsetOf(at)));
  }

  /** What a variable comes to, where that can be told. */
  textsOf(name: string): string[] {
    const [assignment] = this.makefile.assignments.get(name) ?? [];
    if (assignment === undefined) return [];
    const scope = {
      world: ANY_WORLD,
      order: Infinity,
      targets: assignment.targets?.slice(0, 1) ?? [],
    };
    return this.expander.followVariable(name, scope, assignment.value).flatMap(({ value }) => {
      const known = value.kind === 'text' ? value : value.file;
      const text = known?.pieces.map((piece) => piece.text).join('');
      return text === undefined ? [] : [text.trim()];
    });
  }
}

function placeKey(file: string, offset: number): string {
  return `${file}:${offset}`;
}
