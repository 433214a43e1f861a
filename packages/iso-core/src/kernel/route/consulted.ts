// Which of the options that become modules are consulted by what the base is already made of. Such a
// base would have been compiled otherwise, and a module that fits the source does not fit it.
import type { KbuildModel } from './kbuild-model.js';
import { isMakefile, type Mention, tellingMakefileMentions, tellingMentions } from './mentions.js';
import { isNoPartOfBase, type ProofContext } from './not-built.js';

export interface Consultation extends Mention {
  readonly symbol: string;
  readonly file: string;
}

/** The first file of the base that consults `symbol`; `undefined` when none does. */
export function consultationOf(symbol: string, context: ProofContext): Consultation | undefined {
  const { index } = context;
  const files = new Set([...index.mentions(symbol), ...index.mentions(`${symbol}_MODULE`)]);
  for (const file of files) {
    const text = context.read(file);
    if (text === undefined) continue;
    const [mention] = isMakefile(file)
      ? tellingMakefileMentions(text, symbol)
      : tellingMentions(text, symbol);
    if (mention === undefined || isNoPartOfBase(file, context)) continue;
    return { symbol, file, ...mention };
  }
  return pastedMention(symbol, context);
}

/** Names that the preprocessor puts together are in no file; the pieces are. */
function pastedMention(symbol: string, context: ProofContext): Consultation | undefined {
  for (const file of context.index.pasting) {
    const text = context.read(file) ?? '';
    for (const [, prefix = ''] of text.matchAll(/(?<!\w)CONFIG_(\w*)[ \t]*##/g)) {
      if (isMakefile(file) || !symbol.startsWith(prefix)) continue;
      const rest = symbol.slice(prefix.length);
      const isUsed = file.endsWith('.h') || new RegExp(`(?<!\\w)${rest}(?!\\w)`).test(text);
      if (!isUsed || isNoPartOfBase(file, context)) continue;
      return { symbol, file, line: 0, text: `CONFIG_${prefix}##` };
    }
  }
  return undefined;
}

/** How two models differ in what the base has: as whole sentences, none when they do not. */
export function changesToBase(before: KbuildModel, after: KbuildModel): string[] {
  const changed: string[] = [];
  const isNew = (owner: string) => after.modules.has(owner) && !before.modules.has(owner);
  for (const object of new Set([...before.objects.keys(), ...after.objects.keys()])) {
    const old = [...(before.objects.get(object) ?? [])].sort();
    const now = [...(after.objects.get(object) ?? [])].filter((owner) => !isNew(owner)).sort();
    if (old.join() === now.join()) continue;
    const owner =
      now.find((name) => !old.includes(name)) ?? old.find((name) => !now.includes(name));
    changed.push(`${object}.o changes ${owner ?? 'the kernel'}, which the base already has.`);
  }
  const unsure = (model: KbuildModel) => [...model.unsureWords].sort().join('\n');
  if (unsure(before) !== unsure(after)) {
    changed.push(
      'The makefiles decide something about these options in a way that only make can tell.',
    );
  }
  return changed;
}
