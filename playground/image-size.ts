/** Reads width and height from the head of a PNG, JPEG or GIF; a picture is not decoded. */

/** Null when the bytes are none of these pictures. */
export function imageSize(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) && bytes.length >= 24) {
    return { width: view.getUint32(16), height: view.getUint32(20) }
  }
  if (startsWith(bytes, [0x47, 0x49, 0x46]) && bytes.length >= 10) {
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  }
  return startsWith(bytes, [0xff, 0xd8]) ? jpegSize(view) : null
}

function startsWith(bytes: Uint8Array, head: number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte)
}

/** Walks the segments up to the one that describes the frame (SOF0 … SOF15 but DHT, JPG and DAC). */
function jpegSize(view: DataView): { width: number; height: number } | null {
  let position = 2
  while (position + 9 < view.byteLength) {
    const marker = view.getUint8(position + 1)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(position + 5), width: view.getUint16(position + 7) }
    }
    position += 2 + view.getUint16(position + 2)
  }
  return null
}
