// A report as one page of HTML that needs nothing else: no script, no request, no other file.
import { createHash } from 'node:crypto';
import type { VerifyReport } from '../report.js';
import { bootsPart } from './boots-part.js';
import { factsPart } from './facts-part.js';
import { jsonBlock } from './json-block.js';
import { markup, trusted } from './markup.js';
import { probesPart } from './probes-part.js';
import { SIGNS } from './status.js';
import { STYLE } from './style.js';
import { checksPart, requirementsPart } from './tables.js';
import { pageTitle, shortcomingsPart, tiles, verdictBanner } from './verdict-part.js';

/** Nothing may be loaded or run; the one style sheet is known by its digest. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The whole page. Every text of the report is hostile and is shown as text, whatever it holds. The
 * report itself is in it once more as JSON, in the element `report`.
 */
export function htmlReport(report: VerifyReport): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${pageTitle(report)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${SIGNS}
<main>
${verdictBanner(report)}
${shortcomingsPart(report)}
${tiles(report)}
${requirementsPart(report)}
${probesPart(report)}
${checksPart(report)}
${bootsPart(report)}
${factsPart(report)}
</main>
${jsonBlock('report', report)}
</body>
</html>
`;
  return page.text;
}
