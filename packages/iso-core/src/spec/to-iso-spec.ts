// From the spec as a user writes it to the spec as the core reads it.
import type { Architecture } from '../runtime/index.js';
import { toConfigValue } from './config-value.js';
import {
  canonicalModuleName,
  type FileOrigin,
  type IsoSpec,
  type RequiredItem,
  type SpecKernel,
} from './iso-spec.js';
import { OFFICIAL_REPOSITORY } from './official-repository.js';
import { BUILT_IN_OR_MODULE, type OptionWish } from './requirement.js';
import type { RequiredItemInput, WishInput } from './schema-require.js';
import type { SpecInput } from './schema.js';

/** Takes a spec that the schema accepted. */
export function toIsoSpec(input: SpecInput): IsoSpec {
  const { engine, host, container, vagrant, output, verify, publish, bump } = input;
  return {
    base: toBase(input),
    architectures: input.architectures,
    kernel: toKernel(input.kernel),
    engine,
    host,
    container,
    vagrant,
    mirrors: {
      ...(input.mirrors.iso === undefined ? {} : { iso: toUrls(input.mirrors.iso) }),
      ...(input.mirrors.kernel === undefined ? {} : { kernel: toUrls(input.mirrors.kernel) }),
    },
    output,
    verify,
    publish: { ...publish, prefix: publish.prefix.replace(/\/$/, '') },
    bump,
  };
}

function toBase({ minikube, base, engine, source }: SpecInput): IsoSpec['base'] {
  if (minikube !== undefined) {
    const version = minikube.replace(/^v/, '');
    if (engine === 'remaster') return { kind: 'release', version };
    const {
      repository = OFFICIAL_REPOSITORY,
      allowUnreleased = false,
      freeSpace = 100,
    } = source ?? {};
    return { kind: 'source', version, repository, allowUnreleased, freeSpace };
  }
  const isos = Object.entries(base ?? {}) as [Architecture, OriginInput][];
  return {
    kind: 'iso',
    isos: Object.fromEntries(isos.map(([architecture, iso]) => [architecture, toOrigin(iso)])),
  };
}

interface OriginInput {
  readonly path?: string;
  readonly url?: string;
  readonly sha256?: string;
  readonly producedBy?: string;
}

function toOrigin({ path, url, sha256, producedBy }: OriginInput): FileOrigin {
  const more = {
    ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
    ...(producedBy === undefined ? {} : { producedBy }),
  };
  return url === undefined
    ? { kind: 'path', path: path ?? '', ...more }
    : { kind: 'url', url, ...more };
}

function toKernel(input: SpecInput['kernel']): SpecKernel {
  const { source, compiler, foreignModules, override } = input;
  return {
    require: input.require.map(toRequiredItem),
    ...(source === undefined ? {} : { source: toOrigin(source) }),
    compiler,
    ...(foreignModules === undefined ? {} : { foreignModules: toModuleChoices(foreignModules) }),
    override,
  };
}

function toModuleChoices(
  choices: NonNullable<SpecInput['kernel']['foreignModules']>,
): NonNullable<SpecKernel['foreignModules']> {
  if (typeof choices === 'string') return choices;
  const named = Object.entries(choices);
  return Object.fromEntries(named.map(([name, choice]) => [canonicalModuleName(name), choice]));
}

function toRequiredItem(item: RequiredItemInput): RequiredItem {
  if (typeof item === 'object' && 'anyOf' in item) {
    return { kind: 'anyOf', alternatives: item.anyOf.map(toWish) };
  }
  if (typeof item === 'string' && /[a-z/]/.test(item)) return { kind: 'preset', preset: item };
  return { kind: 'option', ...toWish(item) };
}

function toWish(wish: WishInput): OptionWish {
  if (typeof wish === 'string') return { option: wish, values: BUILT_IN_OR_MODULE };
  const values = Array.isArray(wish.value) ? wish.value : [wish.value];
  return { option: wish.option, values: [...new Set(values.map(toConfigValue))] };
}

function toUrls(urls: string | readonly string[]): string[] {
  return (typeof urls === 'string' ? [urls] : urls).map((url) => url.replace(/\/+$/, ''));
}
