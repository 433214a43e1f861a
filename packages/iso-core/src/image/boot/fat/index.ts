export { BOOT_SECTOR, looksLikeFat } from './geometry.js';
export { openFat, type FatEntry, type FatVolume } from './volume.js';
