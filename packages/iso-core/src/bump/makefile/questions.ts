// What make can be asked about the ISO of a Makefile: variables to print, and targets to show the recipes of.
import { writtenText } from './expression.js';
import type { Makefile } from './makefile.js';
import { surveyed } from './sites.js';

const VARIABLE = /^[A-Za-z_][\w.-]*$/;
const TARGET = /^[A-Za-z0-9_][\w./-]*$/;
const OPTION = '--iso-url';

/** The variables that are the URL of one of the Makefile's places as a whole. */
export function urlVariables(makefile: Makefile): string[] {
  const { survey, sites } = surveyed(makefile);
  const urls = new Set(sites.map(({ url }) => url));
  return [...makefile.assignments.keys()].filter(
    (name) => VARIABLE.test(name) && survey.textsOf(name).some((text) => urls.has(text)),
  );
}

/** The targets whose recipes give `--iso-url` a value, in themselves or by a variable. */
export function recipeTargets(makefile: Makefile): string[] {
  const holders = [...makefile.assignments]
    .filter(([, all]) => all.some(({ value }) => writtenText(value).includes(OPTION)))
    .map(([name]) => name);
  const signs = [OPTION, ...holders.flatMap((name) => [`$(${name})`, `\${${name}}`])];
  const commands = makefile.commands.filter(({ text }) => {
    const written = writtenText(text);
    return signs.some((sign) => written.includes(sign));
  });
  const targets = commands.flatMap(({ rule }) => rule.targets);
  return [...new Set(targets)].filter((target) => TARGET.test(target));
}
