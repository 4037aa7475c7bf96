/** Opens a zip without trusting what it says about its own sizes. */
import { inflateRawSync } from 'node:zlib'
import { Refusal } from './errors.ts'

/** What may come out of an archive: entries, bytes in all, bytes of one entry. */
export const ZIP_LIMITS = { entries: 2000, total: 120e6, entry: 60e6 }

interface Entry {
  name: string
  method: number
  data: Buffer
}

/** Names of the entries, without inflating anything. Throws `Refusal`. */
export function zipNames(bytes: Uint8Array): string[] {
  return directory(bytes).map((entry) => entry.name)
}

/** Inflates the entries whose names are wanted, each with a hard cap, together under the cap for the whole. Throws `Refusal`. */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  let total = 0
  for (const entry of directory(bytes)) {
    if (!wanted(entry.name)) continue
    const content = inflate(entry)
    total += content.length
    if (total > ZIP_LIMITS.total)
      throw new Refusal('too-much', `a zip inflates to more than ${ZIP_LIMITS.total} bytes`)
    files.set(entry.name, content)
  }
  return files
}

function inflate({ name, method, data }: Entry): Buffer {
  if (method === 0) return data
  if (method !== 8) throw new Refusal('damaged', `zip method ${method}`)
  try {
    return inflateRawSync(data, { maxOutputLength: ZIP_LIMITS.entry })
  } catch (error) {
    // zlib says so by code when the output is over the cap; everything else is a broken stream.
    const over = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new Refusal(
      over ? 'too-much' : 'damaged',
      `${name}: ${over ? 'inflates to too much' : String(error)}`,
    )
  }
}

function directory(bytes: Uint8Array): Entry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(file)
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  if (count === 0xffff || at === 0xffffffff) throw new Refusal('unsupported', 'zip64')
  if (count > ZIP_LIMITS.entries) throw new Refusal('too-much', `a zip with ${count} entries`)
  const entries: Entry[] = []
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50)
      throw new Refusal('damaged', 'a broken zip directory')
    const nameLength = file.readUInt16LE(at + 28)
    if (file.readUInt16LE(at + 8) & 1) throw new Refusal('encrypted', 'an encrypted zip entry')
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      method: file.readUInt16LE(at + 10),
      data: entryData(file, {
        local: file.readUInt32LE(at + 42),
        size: file.readUInt32LE(at + 20),
      }),
    })
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

function endOfDirectory(file: Buffer): number {
  for (let i = file.length - 22; i >= Math.max(0, file.length - 65_557); i -= 1)
    if (file.readUInt32LE(i) === 0x06054b50) return i
  throw new Refusal('damaged', 'a zip without its directory: the end of the file is missing')
}

function entryData(file: Buffer, { local, size }: { local: number; size: number }): Buffer {
  if (local + 30 > file.length) throw new Refusal('damaged', 'a zip entry outside the file')
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
  if (start + size > file.length) throw new Refusal('damaged', 'a zip entry outside the file')
  return file.subarray(start, start + size)
}
