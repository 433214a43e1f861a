// The Nx plugin: nx.json names this module.
export { createNodes, createNodesV2, type NxMinikubeIsoPluginOptions } from './plugin.js';
