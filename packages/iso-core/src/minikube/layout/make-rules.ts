// Which target of a minikube Makefile builds the ISO, and where the ISO is then.
import { type Architecture, machineName } from '../../runtime/index.js';

export interface IsoRule {
  readonly makeTarget: string;
  readonly output: string;
}

/** Each era's target, the latest first: later Makefiles keep earlier names for what is not the same. */
const RULES: ReadonlyArray<
  readonly [target: string, rule: (architecture: Architecture) => IsoRule]
> = [
  [
    'out/minikube-%.iso',
    // The pattern stands for the machine's name in the rule, and for Go's in the file that it makes.
    (architecture) => ({
      makeTarget: `out/minikube-${machineName(architecture)}.iso`,
      output: `out/minikube-${architecture}.iso`,
    }),
  ],
  ['out/minikube.iso', () => ({ makeTarget: 'out/minikube.iso', output: 'out/minikube.iso' })],
  ['minikube_iso', () => ({ makeTarget: 'minikube_iso', output: 'out/minikube.iso' })],
  [
    'minikube-iso',
    () => ({
      makeTarget: 'minikube-iso',
      output: 'out/buildroot/output/images/rootfs.iso9660',
    }),
  ],
];

/** The targets that are looked for. */
export const ISO_TARGETS: readonly string[] = RULES.map(([target]) => target);

/** The rule for the ISO; undefined when the Makefile has none that we know. */
export function isoRule(makefile: string, architecture: Architecture): IsoRule | undefined {
  const targets = new Set([...makefile.matchAll(/^([^\s:#=]+):(?!=)/gm)].map(([, name]) => name));
  return RULES.find(([target]) => targets.has(target))?.[1](architecture);
}
