// Names in an archive are bytes. They become text without loss: UTF-8 where they are that, else
// each byte that is not ASCII, and each backslash, is written as \xNN.
import { isUtf8 } from 'node:buffer';

export function decodeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  for (const byte of buffer) {
    const plain = byte < 0x80 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}
