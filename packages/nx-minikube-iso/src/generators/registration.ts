// What nx.json says of this plugin, and has to say for it to work.
import { parseJson, readNxJson, type NxJsonConfiguration, type Tree } from '@nx/devkit';
import { IsoError } from 'iso-core';
import type { NxMinikubeIsoPluginOptions } from '../plugin.js';
import { appendJson, setJson, type JsonFile } from './json/edit.js';

const PLUGIN = 'nx-minikube-iso';

/** By these names nx.json loads the plugin. */
const MODULES: readonly string[] = [PLUGIN, `${PLUGIN}/plugin`];

/** Keeps the written ISO URLs on the published ISOs. */
const SYNC_GENERATOR = `${PLUGIN}:sync`;

/** The plugin's options in nx.json, or `undefined` where it is not among the plugins. */
export function pluginOptions({
  plugins,
}: NxJsonConfiguration): NxMinikubeIsoPluginOptions | undefined {
  for (const plugin of plugins ?? []) {
    if (typeof plugin === 'string' ? MODULES.includes(plugin) : MODULES.includes(plugin.plugin)) {
      return typeof plugin === 'string' ? {} : ((plugin.options as object | undefined) ?? {});
    }
  }
  return undefined;
}

/** The text of an nx.json that registers the plugin and its sync generator; `nxJson` is all that it means. */
export function registered(text: string, nxJson: NxJsonConfiguration): string {
  const withPlugin =
    pluginOptions(nxJson) === undefined ? withItem(text, nxJson, ['plugins'], PLUGIN) : text;
  return nxJson.sync?.globalGenerators?.includes(SYNC_GENERATOR) === true
    ? withPlugin
    : withItem(withPlugin, nxJson, ['sync', 'globalGenerators'], SYNC_GENERATOR);
}

/** A key that nx.json inherits by `extends` is copied first: naming it replaces all that was inherited. */
function withItem(
  text: string,
  nxJson: NxJsonConfiguration,
  path: readonly ['plugins'] | readonly ['sync', 'globalGenerators'],
  item: string,
): string {
  const [key] = path;
  const isOwn = key in parseJson<NxJsonConfiguration>(text);
  const inherited = isOwn ? undefined : nxJson[key];
  const whole = inherited === undefined ? text : setJson(nxJsonFile(text), [key], inherited);
  return appendJson(nxJsonFile(whole), path, item);
}

const nxJsonFile = (text: string): JsonFile => ({ path: 'nx.json', text });

/** Registers the plugin in nx.json, and changes nothing else there. Errors: `NOT_A_WORKSPACE`, `JSON_OF_OTHER_KIND`. */
export function register(tree: Tree): void {
  const text = tree.read('nx.json', 'utf8');
  const nxJson = readNxJson(tree);
  if (text === null || nxJson === null) {
    throw new IsoError('NOT_A_WORKSPACE', `${tree.root}: expected nx.json, found no such file`, {
      hint: 'Make it an Nx workspace first: npx nx init.',
      details: { root: tree.root },
    });
  }
  tree.write('nx.json', registered(text, nxJson));
}
