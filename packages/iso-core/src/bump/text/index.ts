// The door of plain text: ISO URLs in files that are no Makefile and no program.
export { checkPlainUrl } from './plain-url.js';
export { textEdits } from './text-edits.js';
export { textSites, type TextSite } from './text-sites.js';
