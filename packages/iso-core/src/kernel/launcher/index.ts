export { ccacheLauncher } from './ccache.js';
export { distccLauncher } from './distcc.js';
export { iceccLauncher } from './icecc.js';
export type { Launcher } from './launcher.js';
export { sccacheLauncher, SCCACHE_SCRIPT } from './sccache.js';
