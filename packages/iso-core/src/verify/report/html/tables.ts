// Requirements and checks as tables. On a narrow screen each row becomes a block, so every cell carries its
// column's name, and the roles that a changed `display` would take away are spelt out.
import type { Check, VerifyReport } from '../report.js';
import { markup, trusted, type Content, type Markup } from './markup.js';
import { statusTag, worstFirst } from './status.js';
import { nextStep } from './verdict-part.js';

type RequirementReport = VerifyReport['requirements'][number];

export function requirementsPart({ requirements }: VerifyReport): Markup {
  return markup`<section id="requirements" aria-labelledby="requirements-title">
<h2 id="requirements-title">Requirements</h2>
${table('requirements', ['Option', 'Status', 'Wanted', 'Actual', 'Proof', 'Needed for'], worstFirst(requirements).map(requirementCells), 'None were asked for.')}
</section>`;
}

export function checksPart({ checks }: VerifyReport): Markup {
  return markup`<section id="checks" aria-labelledby="checks-title">
<h2 id="checks-title">Checks</h2>
${table('checks', ['Check', 'Status', 'Wanted', 'Actual', 'Finding'], worstFirst(checks).map(checkCells), 'None were made.')}
</section>`;
}

function requirementCells({
  name,
  status,
  options,
  reason,
  origins,
}: RequirementReport): Content[] {
  const [first] = options;
  return [
    markup`<code>${name}</code>`,
    statusTag(status),
    // Alternatives are asked for the same way as a rule; then it is said once.
    [...new Set(options.map(({ wanted }) => wanted.join(' or ')))].join('; '),
    options.map(({ actual }) => actual).join(', '),
    options.length === 1 ? first?.detail : options.map(alternative),
    markup`${reason} <span class="origin">(${origins.join(', ')})</span>`,
  ];
}

function alternative({ option, detail }: RequirementReport['options'][number]): Markup {
  return markup`<div><code>${option}</code>: ${detail}</div>`;
}

function checkCells({ title, status, wanted, actual, detail, hint }: Check): Content[] {
  return [title, statusTag(status), wanted, actual, markup`${detail}${nextStep(hint)}`];
}

function table(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly Content[])[],
  empty: string,
): Markup {
  if (rows.length === 0) return markup`<p>${empty}</p>`;
  return markup`<table class="${name}" role="table">
<thead role="rowgroup"><tr role="row">${columns.map((column) => markup`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((cells) => row(cells, columns))}</tbody>
</table>`;
}

function row([first, ...others]: readonly Content[], [, ...columns]: readonly string[]): Markup {
  return markup`<tr role="row"><th scope="row" role="rowheader">${first}</th>${others.map(
    (cell, index) =>
      markup`<td role="cell" data-column="${columns[index]}"${cell === undefined ? trusted(' class="empty"') : undefined}><div>${cell ?? '–'}</div></td>`,
  )}</tr>`;
}
