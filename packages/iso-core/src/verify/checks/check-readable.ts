// Whether all of the ISO's directories can be read, and the places of its files.
import type { ByteSource } from '../../image/index.js';
import { byteSize } from '../../runtime/index.js';
import { counted } from '../counted.js';
import type { Check } from '../report/report.js';
import { CHECKS, failedWith, passed } from './check.js';
import type { Look } from './look.js';

export function checkReadable({ iso, files }: Look, { size }: ByteSource): Check {
  const kind = CHECKS.readable;
  if (iso.state === 'broken') return failedWith(kind, iso.error);
  if (iso.state !== 'found' || files.state === 'not tried')
    throw new TypeError('It was not opened');
  if (files.state === 'broken') return failedWith(kind, files.error);
  const { volumeId } = iso.value;
  const name = volumeId === '' ? 'a volume without a name' : `the volume ${volumeId}`;
  return passed(kind, `It is ${name} of ${byteSize(size)} with ${counted(files.value, 'file')}.`);
}
