// What the verdict on requirements goes by, drawn from an inspection.
import { moduleName, type RecordedModule } from '../image/index.js';
import type { OptionWish, Requirement } from '../spec/index.js';
import type { Inspection } from './inspection.js';
import { wellKnownModules } from './module-names.js';
import { proveModules } from './module-proof.js';
import {
  judge,
  judgeWish,
  type ActualOption,
  type KernelFacts,
  type ModuleProof,
  type RequirementVerdict,
} from './verdict.js';

/** Names of the modules that an option builds, from who knows the kernel's source. */
export type ModulesOfOption = (option: string) => readonly string[] | undefined;

/** Judges every requirement on an inspected ISO. */
export function judgeInspection(
  inspection: Inspection,
  requirements: readonly Requirement[],
  modulesOf: ModulesOfOption = () => undefined,
): RequirementVerdict[] {
  return judge(requirements, kernelFacts(inspection, modulesOf));
}

/** Judges a single option, which nothing needs to require. */
export function judgeOption(
  inspection: Inspection,
  wish: OptionWish,
  modulesOf: ModulesOfOption = () => undefined,
): ActualOption {
  return judgeWish(wish, kernelFacts(inspection, modulesOf));
}

export function kernelFacts(inspection: Inspection, modulesOf: ModulesOfOption): KernelFacts {
  const { kernel, architecture, content } = inspection;
  const recorded = content?.modules.record?.modules ?? [];
  return {
    release: kernel.release,
    architecture,
    configured: (option) => kernel.config.get(option),
    isRecorded: (option) => (content === undefined ? undefined : recordedFor(option).length > 0),
    proveModule: (option) => {
      if (content === undefined) {
        return notChecked('a module, which only an inspection at depth content sees');
      }
      const names = namesOf(option);
      if (names === undefined) {
        return notChecked(`which module ${option} builds is told only by the kernel’s source`);
      }
      // Where nothing but the record speaks for the option, it is about the very files that it names.
      const gone = kernel.config.get(option) === 'n' ? recordedFor(option).find(isGone) : undefined;
      if (gone !== undefined) {
        const detail = `${gone.path} is not there as the overlay record names it`;
        return { status: 'fails', detail, module: gone.path };
      }
      return proveModules(names, content.modules.surroundings);
    },
  };

  function isGone({ path, sha256 }: RecordedModule): boolean {
    const found = content?.modules.found ?? [];
    return !found.some((module) => module.path === path && module.sha256 === sha256);
  }

  /** An option without a module of its own may still stand for one, as NETFILTER_XT_TARGET_MARK does. */
  function namesOf(option: string): readonly string[] | undefined {
    const own = modulesOf(option);
    if (own !== undefined && own.length > 0) return own;
    return wellKnownModules(option) ?? own ?? recordedNames(option);
  }

  function recordedNames(option: string): string[] | undefined {
    const names = recordedFor(option).map(({ path }) => moduleName(path));
    return names.length === 0 ? undefined : names;
  }

  function recordedFor(option: string): RecordedModule[] {
    return recorded.filter(({ options }) => options.includes(option));
  }
}

function notChecked(detail: string): ModuleProof {
  return { status: 'not checked', detail };
}
