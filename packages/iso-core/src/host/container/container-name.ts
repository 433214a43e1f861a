// Names of containers: each says which process made it and when, so that whoever makes the next one can
// remove what a killed process left.
import { randomBytes } from 'node:crypto';
import { ownerLives, ownerOfTag, ownerTag } from '../../runtime/index.js';

/** How old a container must be whose maker cannot be seen: another computer's, or from before a restart. */
const STALE_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Podman names the container in which it makes an image after the image’s base. */
const NAME =
  /^nx-minikube-iso\.([0-9a-z-]+)\.([0-9a-z]{1,10})\.[0-9a-f]{8}(?:-working-container)?$/;

/** A new name for a container of this process. */
export function containerName(now: number = Date.now()): string {
  return ['nx-minikube-iso', ownerTag(), now.toString(36), randomBytes(4).toString('hex')].join(
    '.',
  );
}

/** Whether `name` is that of a container whose process is dead. */
export function isAbandoned(name: string, now: number = Date.now()): boolean {
  const [, tag, made] = NAME.exec(name) ?? [];
  if (tag === undefined || made === undefined) return false;
  const age = now - Number.parseInt(made, 36);
  return !ownerLives(ownerOfTag(tag), age, STALE_MILLISECONDS);
}
