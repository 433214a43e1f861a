// Which entries of an initrd have to go so that paths are gone from its root, found by unpacking
// it once. Entries are known by their number in the archive.
import type { ByteSource } from '../bytes/index.js';
import { IsoError } from '../../runtime/index.js';
import type { CpioHeader } from './cpio-header.js';
import { decodeName } from './entry-name.js';
import type { InitrdLimits } from './limits.js';
import { pathOf, walkPath } from './path-walk.js';
import { RootModel } from './root-model.js';
import { walkInitrd, type InitrdMember, type WalkHandler } from './walk.js';

export interface RewritePlan {
  readonly members: readonly InitrdMember[];
  /** Numbers of the entries to leave out, from 0 over all members. */
  readonly left: ReadonlySet<number>;
  /** For each member with such entries the number of its first entry. */
  readonly touched: ReadonlyMap<number, number>;
  /** Paths that are left out, as they come, each once. */
  readonly paths: readonly string[];
}

/**
 * Plans to leave out every entry whose real path `drop` says yes to.
 * Errors: those of reading, and `INITRD_LINK_SPLIT` when the content of a file that stays would go
 * with another name of it.
 */
export async function planRewrite(
  source: ByteSource,
  drop: (path: string) => boolean,
  limits: InitrdLimits,
): Promise<RewritePlan> {
  const planner = new Planner(drop);
  const walk = walkInitrd(source, planner, limits);
  for (;;) {
    const step = await walk.next();
    if (step.done !== true) continue;
    planner.checkLinks();
    const { left, touched, paths } = planner;
    return { members: step.value, left, touched, paths: [...paths] };
  }
}

interface LinkGroup {
  stays: string | undefined;
  goes: string | undefined;
  /** Whether the entry that brought the content goes. */
  contentGoes: boolean;
}

class Planner implements WalkHandler {
  readonly left = new Set<number>();
  readonly touched = new Map<number, number>();
  readonly paths = new Set<string>();
  private readonly model = new RootModel();
  private groups = new Map<string, LinkGroup>();
  private readonly allGroups: LinkGroup[] = [];
  private entries = 0;
  private currentMember = 0;
  private firstOfMember = 0;

  constructor(private readonly drop: (path: string) => boolean) {}

  member(index: number): void {
    this.model.beginMember(index);
    this.currentMember = index;
    this.firstOfMember = this.entries;
  }

  entry(header: CpioHeader, name: Uint8Array, linkTarget: Uint8Array | undefined): void {
    const text = decodeName(name);
    const place = walkPath(this.model.root, text, false);
    const path = typeof place === 'string' ? undefined : pathOf(place);
    const goes = path !== undefined && path !== '' && this.drop(path);
    if (goes) {
      this.left.add(this.entries);
      this.touched.set(this.currentMember, this.firstOfMember);
      this.paths.add(path);
    }
    this.entries += 1;
    if (header.links > 1) this.rememberLink(header, path ?? text, goes);
    this.model.unpack(header, text, linkTarget === undefined ? undefined : decodeName(linkTarget));
  }

  data(): void {
    // Contents do not matter here.
  }

  end(): void {
    // Contents do not matter here.
  }

  trailer(): void {
    this.model.forgetHardLinks();
    this.groups = new Map();
  }

  checkLinks(): void {
    for (const { stays, goes, contentGoes } of this.allGroups) {
      if (stays !== undefined && goes !== undefined && contentGoes) throw linkSplit(stays, goes);
    }
  }

  private rememberLink(header: CpioHeader, path: string, goes: boolean): void {
    if ((header.mode & 0o170000) !== 0o100000) return;
    const key = [header.deviceMajor, header.deviceMinor, header.inode].join(':');
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { stays: undefined, goes: undefined, contentGoes: false };
      this.groups.set(key, group);
      this.allGroups.push(group);
    }
    if (goes) group.goes = path;
    else group.stays = path;
    if (header.size > 0) group.contentGoes = goes;
  }
}

function linkSplit(stays: string, goes: string): IsoError {
  return new IsoError(
    'INITRD_LINK_SPLIT',
    `${goes} cannot be taken out of the initrd: ${stays} is another name of the same file`,
    {
      hint: 'The base keeps a file under two names of which only one is to go; choose another base.',
      details: { stays, goes },
    },
  );
}
