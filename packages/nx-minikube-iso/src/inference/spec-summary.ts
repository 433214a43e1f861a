// What inference needs to know of a minikube-iso.json: architectures and the files that a build reads.
// Reading is lenient and light: the executor validates the whole spec, inference must stay fast.

export const SPEC_FILE = 'minikube-iso.json';

/** Further specs of a project, for configurations of its targets: `minikube-iso.<name>.json`. */
export const FURTHER_SPEC = /^minikube-iso\.(?!schema\.|lock\.)[\w.-]+\.json$/;

const ARCHITECTURES = ['amd64', 'arm64'] as const;
type Architecture = (typeof ARCHITECTURES)[number];

/** A local base ISO or kernel source, as the spec writes it. */
export interface LocalFile {
  /** Relative to the spec, or absolute. */
  readonly path: string;
  /** Whether the spec pins its bytes by sha256. */
  readonly pinned: boolean;
  /** The `project:target` that makes it. */
  readonly producedBy?: string;
}

export interface SpecSummary {
  readonly architectures: readonly Architecture[];
  /** The local base ISO of each architecture that has one. */
  readonly bases: Readonly<Partial<Record<Architecture, LocalFile>>>;
  readonly kernelSource?: LocalFile;
  /** What its files are called before `-<arch>.iso`. */
  readonly outputName: string;
}

/** Summarises the text of a spec; throws an Error with one line when it is no such thing. */
export function summarizeSpec(text: string): SpecSummary {
  const spec = asRecord(JSON.parse(text));
  if (spec === undefined) throw new Error('expected a JSON object');
  const base = asRecord(spec['base']) ?? {};
  const bases: Partial<Record<Architecture, LocalFile>> = {};
  for (const architecture of ARCHITECTURES) {
    const file = localFile(base[architecture]);
    if (file !== undefined) bases[architecture] = file;
  }
  const kernelSource = localFile(asRecord(spec['kernel'])?.['source']);
  return {
    architectures: architecturesOf(spec['architectures']),
    bases,
    outputName: outputNameOf(asRecord(spec['output'])?.['name']),
    ...(kernelSource === undefined ? {} : { kernelSource }),
  };
}

function architecturesOf(value: unknown): Architecture[] {
  if (value === undefined) return ['amd64'];
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error('"architectures": expected a list of amd64 and arm64');
  }
  const known = ARCHITECTURES.filter((architecture) => value.includes(architecture));
  if (known.length !== value.length) {
    throw new Error(
      `"architectures": expected amd64 and arm64, each once, found ${JSON.stringify(value)}`,
    );
  }
  return known;
}

/** A name that could not stand in a path is the executor's to refuse; here it must do no harm. */
function outputNameOf(value: unknown): string {
  return typeof value === 'string' && /^[\w][\w.+-]*$/.test(value) ? value : 'minikube';
}

function localFile(value: unknown): LocalFile | undefined {
  const file = asRecord(value);
  if (typeof file?.['path'] !== 'string') return undefined;
  const producedBy = file['producedBy'];
  return {
    path: file['path'],
    pinned: typeof file['sha256'] === 'string',
    ...(typeof producedBy === 'string' ? { producedBy } : {}),
  };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
