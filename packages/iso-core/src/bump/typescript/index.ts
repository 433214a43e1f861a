// The door of TypeScript and JavaScript: ISO URLs in `.projenrc.ts` and other programs that configure.
export type { ComputedSite, OtherUse, Piece, TypescriptSite, WrittenSite } from './site.js';
export { typescriptEdits } from './typescript-edits.js';
export { typescriptSites } from './typescript-sites.js';
