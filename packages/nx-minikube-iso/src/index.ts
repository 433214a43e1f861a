// The Nx plugin: nx.json names this module.
export {
  createDependencies,
  createNodes,
  createNodesV2,
  name,
  type NxMinikubeIsoPluginOptions,
} from './plugin.js';
