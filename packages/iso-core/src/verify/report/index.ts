// The report of a verification: its shape, its verdict, and the ways to show and to keep it.
export { isFailure } from './headline.js';
export { htmlReport } from './html/html-report.js';
export { reportJsonSchemaText } from './json-schema.js';
export { readReport } from './read-report.js';
export * from './report.js';
export { formatReport, type FormatOptions } from './terminal/format-report.js';
export { verdictOf, type VerdictParts, type VerdictWithShortcomings } from './verdict.js';
export { reportNames, writeReports, type ReportFiles } from './write-reports.js';
