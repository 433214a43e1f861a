// The Nx plugin: nx.json names this module.
export { createNodes, createNodesV2, name, type NxMinikubeIsoPluginOptions } from './plugin.js';
