// What the measured programs say of themselves on standard output, as JSON.

export interface BuildFacts {
  readonly route: 'unchanged' | 'modules' | 'kernel';
  /** Bytes. */
  readonly peakMemory: number;
}

export interface InspectionFacts {
  readonly release: string;
  /** How many options the kernel's config has. */
  readonly options: number;
  /** Bytes. */
  readonly peakMemory: number;
}

/** What a verification says of itself. */
export interface VerificationFacts {
  readonly verdict: string;
  /** How many ran. */
  readonly probes: number;
}

export interface PublicationFacts {
  readonly status: string;
  /** Bytes. */
  readonly peakMemory: number;
}

export interface InferenceFacts {
  /** Of the plugin alone. */
  readonly loadingSeconds: number;
  readonly inferringSeconds: number;
  /** How many were found. */
  readonly projects: number;
}

export interface BumpFacts {
  /** What the places name afterwards. */
  readonly urls: readonly string[];
}
