export type { BootCatalog, BootCatalogEntry, Platform } from './boot-catalog.js';
export { checkFiles } from './check-files.js';
export type { Extent, IsoEntry, Naming } from './entry.js';
export { openIso, type IsoImage } from './iso-image.js';
export type { VolumeDates } from './volume-descriptors.js';
