/** Splits multipart/form-data as leniently as Telegram does; the platform's own reader refuses what some clients send. */
import { Buffer } from 'node:buffer'

export interface Part {
  name: string
  /** Present for a file. */
  filename: string | undefined
  mime: string
  bytes: Uint8Array
}

/** Null when the body is not what its content type says. */
export function splitMultipart(body: Uint8Array, contentType: string): Part[] | null {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) return null
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const mark = `--${boundary}`
  const parts: Part[] = []
  let start = whole.indexOf(mark)
  while (start >= 0) {
    const from = start + mark.length
    if (whole.toString('latin1', from, from + 2) === '--') return parts
    const end = whole.indexOf(`\r\n${mark}`, from)
    const part = end < 0 ? null : readPart(whole.subarray(from, end))
    if (!part) return null
    parts.push(part)
    start = end + 2
  }
  return null
}

function readPart(part: Buffer): Part | null {
  const blank = part.indexOf('\r\n\r\n')
  if (blank < 0) return null
  const headers = part.toString('utf8', 0, blank)
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? ''
  const name = field(disposition, 'name')
  if (name === undefined) return null
  return {
    name,
    filename: field(disposition, 'filename'),
    mime: /^content-type:\s*([^\r\n]+)$/im.exec(headers)?.[1]?.trim() ?? '',
    bytes: part.subarray(blank + 4),
  }
}

function field(disposition: string, name: string): string | undefined {
  const encoded = new RegExp(`[;\\s]${name}\\*=UTF-8''([^;]*)`, 'i').exec(disposition)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  const match = new RegExp(`[;\\s]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(
    disposition,
  )
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2]
}
