// What a publication is asked for, and what it answers.
import type { Depth } from '../inspect/index.js';
import type { Architecture, Environment, Progress } from '../runtime/index.js';
import type { Publication } from './publication.js';
import type { TargetOverrides } from './target.js';

export interface PublishRequest {
  /** The absolute path of the ISO spec. */
  readonly specPath: string;
  /** The absolute folder into which `build-iso` writes. */
  readonly builtFolder: string;
  /** The absolute folder into which `verify-iso` writes. */
  readonly verifiedFolder: string;
  /** The absolute folder for the publication. */
  readonly outputFolder: string;
  /** Default: as the environment says, see `openCache`. */
  readonly cacheFolder?: string;
  /** What wins over the spec. */
  readonly overrides?: PublishOverrides;
  readonly env?: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface PublishOverrides extends TargetOverrides {
  /** Default: the only one that the spec names. */
  readonly architecture?: Architecture;
  /** `YYYY-MM-DD`. Default: of SOURCE_DATE_EPOCH, else today in UTC. */
  readonly date?: string;
  /** Default: true. */
  readonly requireVerified?: boolean;
  /** Goes on where the store cannot keep two publishers of one name apart. Default: false. */
  readonly allowUnconditional?: boolean;
  /** Says what would be done, and does nothing of it. Default: false. */
  readonly dryRun?: boolean;
  /** How the published ISO is read at its URL. Default: `kernel`. */
  readonly depth?: Depth;
}

export type PublishResult =
  | {
      readonly status: 'published' | 'already published';
      readonly publication: Publication;
      /** The absolute path of what was written. */
      readonly file: string;
    }
  | { readonly status: 'dry run'; readonly plan: readonly string[] };
