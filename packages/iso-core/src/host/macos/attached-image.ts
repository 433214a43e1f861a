// Where macOS has a disk image attached.
import { z } from 'zod';
import { parsePlist } from './plist.js';

const INFO = z.object({
  images: z.array(
    z.object({
      'image-path': z.string(),
      'system-entities': z.array(
        z.object({ 'dev-entry': z.string(), 'mount-point': z.string().optional() }),
      ),
    }),
  ),
});

/**
 * What to detach for the image at `path` (with links resolved): its mount point, or its device when it is
 * attached and not mounted; `undefined` when it is not attached.
 *
 * @param info what `hdiutil info -plist` prints
 */
export function whereAttached(info: string, path: string): string | undefined {
  const { data } = INFO.safeParse(parsePlist(info));
  const entities = data?.images.find((image) => image['image-path'] === path)?.['system-entities'];
  const mounted = entities?.find((entity) => entity['mount-point'] !== undefined);
  return mounted?.['mount-point'] ?? entities?.[0]?.['dev-entry'];
}
