/** Bytes of a page → its source. */
import { TextDecoder } from 'node:util'
import { decode } from '../decode.ts'

/** Decodes a page by the charset that it declares, if it does so rightly. */
export function decodeHtml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const declared = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]
  const marked = (bytes[0] ?? 0) >= 0xfe || bytes[0] === 0xef
  if (!declared || marked || /^utf-?16/i.test(declared)) return decode(bytes)
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes)
  } catch {
    // Declared one thing, written in another: the letters decide.
    return decode(bytes)
  }
}
