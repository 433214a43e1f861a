import { expect, it } from 'vitest';
import { withPayload } from './bzimage.js';

it('puts a payload and its unpacked size in place of another, and says how long both are', () => {
  const setup = Buffer.alloc(2 * 512);
  setup.writeUInt8(1, 0x1f1);
  setup.writeUInt32LE(3, 0x248);
  setup.writeUInt32LE(5, 0x24c);
  const image = Buffer.concat([setup, Buffer.from('abc12345xyz')]);
  const made = Buffer.from(withPayload(image, Buffer.from('payload'), 0x01020304));
  expect(made.subarray(1024).toString('latin1')).toBe('abcpayload\x04\x03\x02\x01xyz');
  expect(made.readUInt32LE(0x24c)).toBe(11);
  expect(made.readUInt32LE(0x248)).toBe(3);
});
