// The options of an executor or generator: as its schema.json has them, and as its page in docs/ tells them
// to people, in the table below `## Options`.

const DEFAULT = /Default: (.*)\.$/;
const CODE = /^`([^`]*)`$/;

/** The options of a schema in their order, each with its default, where it says one. */
export function optionsOfSchema({ properties }) {
  return Object.entries(properties).map(([name, { description, default: value }]) => ({
    name,
    default: value === undefined ? DEFAULT.exec(description)?.[1] : [value].flat().join(),
  }));
}

/** The options of a page in their order, each with the Markdown of its default. */
export function optionsOfPage(markdown) {
  const [, section = ''] = markdown.split(/^## Options$/m);
  const [table] = section.split(/^## /m);
  return [...table.matchAll(/^\| `([^`]*)` *\| *(.*?) *\|/gm)].map(([, name, text]) => ({
    name,
    default: text,
  }));
}

/**
 * The names of the options whose default is another on the page than in the schema. Compared is what is a value
 * on either side, one word in the schema or nothing but code on the page: both describe the others as they see fit.
 */
export function otherDefaults(page, schema) {
  const said = new Map(page.map((option) => [option.name, option.default]));
  return schema
    .filter(({ name, default: expected = '' }) => {
      const text = said.get(name) ?? '';
      const isValue = /^\S+$/.test(expected) || CODE.test(text);
      return isValue && text.replace(CODE, '$1') !== expected;
    })
    .map(({ name }) => name);
}
