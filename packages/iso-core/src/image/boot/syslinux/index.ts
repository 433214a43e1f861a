export { defaultEntry, type SyslinuxEntry } from './default-entry.js';
export { parseSyslinux } from './parse.js';
