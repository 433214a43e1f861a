// The initrd of an ISO: the root that it unpacks to, and the modules in it.
import {
  findModulesFolder,
  findVermagic,
  parseModulesDep,
  parseOverlayRecord,
  parseSymvers,
  OVERLAY_RECORD,
  readEffectiveInitrd,
  readModuleFile,
  symversFromVmlinux,
  withModuleExports,
  joined,
  type BootLayout,
  type ByteSource,
  type EffectiveInitrd,
  type FileContent,
  type IsoImage,
  type KernelImage,
  type ModuleFile,
  type Symvers,
} from '../image/index.js';
import { inStep, IsoError, isIsoError, silentProgress, type Progress } from '../runtime/index.js';
import { openFileOf } from './iso-file.js';
import type { InspectedContent, InspectedModules, Inspection } from './inspection.js';
import { takesOnlySigned } from './signed-only.js';
import { loadableModules, type FoundModule, type ModuleSurroundings } from './module-proof.js';

const MODULE_FILE = /(?:^|\/)lib\/modules\/[^/]+\/.*\.ko(?:\.(?:gz|xz|zst))?$/;
const TEXT_FILE = new RegExp(
  `(?:^|/)(?:version\\.json|lib/modules/[^/]+/(?:modules\\.(?:dep|dep\\.bin|order|builtin|builtin\\.modinfo)|Module\\.symvers|${OVERLAY_RECORD.replaceAll('.', '\\.')}))$`,
);

/** A file whose content was asked for: a module, or a text. */
type Taken = { readonly module: FoundModule } | { readonly bytes: Uint8Array };

/** The root that an ISO's initrd unpacks to. */
export interface ReadRoot {
  /** Packed bytes of all initrds. */
  readonly packedSize: number;
  readonly root: EffectiveInitrd<Taken>;
}

/** Reads the initrd, with its modules. Errors: `ISO_WITHOUT_INITRD`, and those of reading initrds. */
export async function readRoot(
  iso: IsoImage,
  { initrdPaths }: BootLayout,
  progress: Progress = silentProgress,
): Promise<ReadRoot> {
  if (initrdPaths.length === 0) {
    throw new IsoError(
      'ISO_WITHOUT_INITRD',
      `${iso.source.name}: its boot loader names no initrd`,
      {
        hint: 'minikube ISOs keep their whole system in an initrd: check that this is one.',
        details: { name: iso.source.name },
      },
    );
  }
  const initrd = await openInitrd(iso, initrdPaths);
  const root = await inStep(progress, 'Read the initrd', () =>
    readEffectiveInitrd<Taken>(initrd, {
      onFile: (path) => {
        if (MODULE_FILE.test(path)) return 'content';
        return TEXT_FILE.test(path) ? 'keep' : 'digest';
      },
      take,
    }),
  );
  return { packedSize: initrd.size, root };
}

/** What a kernel asks of modules and offers to them, as far as it says so itself. */
export interface KernelOffer {
  readonly vermagic?: string;
  /** Absent where the format has no export tables, or they are not understood. */
  readonly symvers?: Symvers;
  /** Whether the format has export tables at all: a flat Image has not. */
  readonly hasTables: boolean;
}

/** Reads all of the kernel. Errors: those of its compression and of its ELF file. */
export async function readKernelOffer(image: KernelImage): Promise<KernelOffer> {
  const vmlinux = await image.vmlinux();
  const exports = vmlinux === undefined ? undefined : symversFromVmlinux(vmlinux, image.name);
  const unpacked = vmlinux === undefined ? image.payload() : onePiece(vmlinux);
  const vermagic = await findVermagic(unpacked, image.release);
  return {
    hasTables: vmlinux !== undefined,
    ...(exports?.known === true ? { symvers: exports.symvers } : {}),
    ...(vermagic === undefined ? {} : { vermagic }),
  };
}

/** What was unpacked once does not have to be unpacked again. */
async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

/** The inspection at depth `content`. Errors: `OVERLAY_RECORD_INVALID`, `SYMVERS_INVALID`. */
export function withContent(
  inspection: Inspection,
  { packedSize, root }: ReadRoot,
  offer: KernelOffer,
): Inspection & { readonly content: InspectedContent } {
  const version = parseVersion(textOf(root, 'version.json'));
  const content: InspectedContent = {
    initrdPaths: inspection.boot.initrdPaths,
    initrdSize: packedSize,
    unpackedSize: root.contentBytes,
    root,
    ...(version === undefined ? {} : { version }),
    modules: inspectModules(inspection, root, offer),
  };
  return { ...inspection, depth: 'content', content };
}

/** The initrds as the boot loader hands them over: one after the other. */
export async function openInitrd(iso: IsoImage, paths: readonly string[]): Promise<ByteSource> {
  const files = await Promise.all(paths.map((path) => openFileOf(iso, path)));
  const [only] = files;
  if (only !== undefined && files.length === 1) return only;
  return joined(
    files.map((source) => ({ source, offset: 0, length: source.size })),
    `${iso.source.name}:${paths.join('+')}`,
  );
}

async function take({ path, sha256, content }: FileContent): Promise<Taken> {
  if (!MODULE_FILE.test(path)) return { bytes: content };
  try {
    const module = await readModuleFile(content, path);
    return { module: { path, sha256, module } };
  } catch (error) {
    if (!isIsoError(error) || error.code === 'TOOLS_MISSING') throw error;
    return { module: { path, sha256, module: undefined, problem: error.message } };
  }
}

function inspectModules(
  { kernel, boot }: Inspection,
  root: EffectiveInitrd<Taken>,
  offer: KernelOffer,
): InspectedModules {
  const place = findModulesFolder(root, kernel.release);
  const usual = `lib/modules/${kernel.release}`;
  const folder = place?.path ?? root.realPath(usual) ?? usual;
  const found = (place?.modules ?? []).map(foundModule);
  const symversText = textOf(root, `${folder}/Module.symvers`);
  const kernelSymvers = symversOf(offer, symversText);
  const recordPath = `${folder}/${OVERLAY_RECORD}`;
  const recordBytes = bytesOf(root, recordPath);
  const record =
    recordBytes === undefined ? undefined : parseOverlayRecord(recordBytes, `/${recordPath}`);
  const listed = listedModules(root, folder);
  const { vermagic } = offer;
  const surroundings: ModuleSurroundings = {
    modules: found,
    listed,
    kernel: linkTarget(),
    recordedDigests: new Map(record?.modules.map(({ path, sha256 }) => [path, sha256])),
  };
  return {
    folder,
    found,
    listed: new Set(listed.keys()),
    builtin: {
      order: textOf(root, `${folder}/modules.order`) ?? '',
      builtin: textOf(root, `${folder}/modules.builtin`) ?? '',
      modinfo: bytesOf(root, `${folder}/modules.builtin.modinfo`) ?? new Uint8Array(),
    },
    ...(symversText === undefined ? {} : { symversText }),
    ...(kernelSymvers === undefined ? {} : { kernelSymvers }),
    ...(vermagic === undefined ? {} : { vermagic }),
    ...(record === undefined ? {} : { record }),
    surroundings,
  };

  function linkTarget(): ModuleSurroundings['kernel'] {
    if (vermagic === undefined) return { unknown: 'the kernel’s vermagic was not found in it' };
    if (kernelSymvers === undefined) {
      return {
        unknown: 'what the kernel exports is told neither by itself nor by a Module.symvers',
      };
    }
    return {
      architecture: boot.architecture,
      vermagic,
      modversions: kernel.config.get('MODVERSIONS') === 'y',
      allowMissingNamespaceImports:
        kernel.config.get('MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS') === 'y',
      signaturesOnly: takesOnlySigned(kernel.config, boot.commandLine),
      symvers: withModuleExports(
        kernelSymvers.symvers,
        loadableModules({ modules: found, listed }).flatMap(({ path, module }) =>
          module === undefined ? [] : [{ path, module }],
        ),
      ),
    };
  }
}

/** A file that is named as a module is one of the root's, whether it could be read as one or not. */
function foundModule({ path, entry }: ModuleFile<Taken>): FoundModule {
  const { value, sha256 = '' } = entry;
  if (value !== undefined && 'module' in value) return { ...value.module, path };
  return { path, sha256, module: undefined, problem: `${path} cannot be read where it lies` };
}

/**
 * What modules.dep lists. Where its binary form is there, it is that which modprobe goes by: a module
 * that it does not have is never found.
 */
function listedModules(
  root: EffectiveInitrd<Taken>,
  folder: string,
): ReadonlyMap<string, readonly string[]> {
  const listed = parseModulesDep(textOf(root, `${folder}/modules.dep`) ?? '');
  const index = bytesOf(root, `${folder}/modules.dep.bin`);
  if (index === undefined) return listed;
  const bytes = Buffer.from(index);
  return new Map([...listed].filter(([path]) => bytes.includes(`${path}:`)));
}

/** The kernel's own word where its format has one; a flat Image has not, and Module.symvers stands in. */
function symversOf(
  { hasTables, symvers }: KernelOffer,
  symversText: string | undefined,
): InspectedModules['kernelSymvers'] {
  if (hasTables) return symvers === undefined ? undefined : { from: 'kernel', symvers };
  if (symversText === undefined) return undefined;
  const all: Symvers = parseSymvers(symversText);
  const own = new Map([...all].filter(([, { module }]) => module === 'vmlinux'));
  return { from: 'Module.symvers', symvers: own };
}

function bytesOf(root: EffectiveInitrd<Taken>, path: string): Uint8Array | undefined {
  const value = root.resolve(path)?.value;
  return value !== undefined && 'bytes' in value ? value.bytes : undefined;
}

function textOf(root: EffectiveInitrd<Taken>, path: string): string | undefined {
  const bytes = bytesOf(root, path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

function parseVersion(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
