// Puts another payload into a bzImage (the kernel's Documentation/arch/x86/boot.rst).

const SETUP_SECTORS = 0x1f1;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const SECTOR = 512;

/**
 * The bzImage with `payload` instead of its own: LZ4 in the legacy format, of `unpackedSize` bytes, which
 * kbuild writes after it.
 */
export function withPayload(
  image: Uint8Array,
  payload: Uint8Array,
  unpackedSize: number,
): Uint8Array {
  const bytes = Buffer.from(image);
  const start =
    ((bytes.readUInt8(SETUP_SECTORS) || 4) + 1) * SECTOR + bytes.readUInt32LE(PAYLOAD_OFFSET);
  const end = start + bytes.readUInt32LE(PAYLOAD_LENGTH);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(unpackedSize);
  const result = Buffer.concat([bytes.subarray(0, start), payload, size, bytes.subarray(end)]);
  result.writeUInt32LE(payload.byteLength + size.byteLength, PAYLOAD_LENGTH);
  return result;
}
