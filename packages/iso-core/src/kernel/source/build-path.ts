// Paths that kbuild can work with. It puts the source's and the object tree's path into shell commands
// and make rules without quoting them.
import { IsoError } from '../../runtime/index.js';

/**
 * Throws `KERNEL_PATH_UNUSABLE` when a folder's path has characters that make, the shell or the
 * compiler's `-ffile-prefix-map=OLD=NEW` would take for something else.
 *
 * @param what how the message calls the folder
 */
export function assertBuildPath(path: string, what: string): void {
  if (/^[\p{L}\p{N}_./@+-]+$/u.test(path)) return;
  throw new IsoError(
    'KERNEL_PATH_UNUSABLE',
    `${what} is ${JSON.stringify(path)}, and a kernel cannot be built there`,
    {
      hint: 'Its path may have letters, digits and _ . / @ + - alone: move it, or point NX_MINIKUBE_ISO_CACHE to such a folder.',
      details: { path },
    },
  );
}
