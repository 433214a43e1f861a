export type { Where } from './boot-files.js';
export type { BootInfoTable } from './boot-info-table.js';
export type { BootLayout, BootLoader, BootPlace, Firmware } from './boot-layout.js';
export { bootRecords, type BootImageRecord, type BootRecords } from './boot-records.js';
export { bootRecordDifferences } from './compare-boot-records.js';
export { openFat, type FatEntry, type FatVolume } from './fat/index.js';
export { locateBoot } from './locate-boot.js';
