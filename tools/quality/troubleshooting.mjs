// Reads docs/troubleshooting.md: one `### CODE` heading for each error code, below it what happened, and
// a paragraph that begins with **What to do:**.

const HEADING = /^### (.*)$/;
const ADVICE = '**What to do:**';

/** The entries of the page in their order: the code, what happened, and what to do (`''` when missing). */
export function entriesOf(markdown) {
  const entries = [];
  for (const line of markdown.split('\n')) {
    const [, code] = HEADING.exec(line) ?? [];
    if (code !== undefined) entries.push({ code, lines: [] });
    else if (line.startsWith('#')) entries.push({ lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries.flatMap(({ code, lines }) => (code === undefined ? [] : [entry(code, lines)]));
}

function entry(code, lines) {
  const [happened = '', advice = ''] = lines.join('\n').split(ADVICE);
  return { code, happened: happened.trim(), advice: advice.trim() };
}
