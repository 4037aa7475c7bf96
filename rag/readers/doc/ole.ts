/** Opens the streams of an OLE compound file, which old Office documents are. */
import { Refusal } from '../errors.ts'

const END = 0xfffffffa

/** Streams by name, storages not told apart. Throws `Refusal` for a broken file. */
export function openStreams(file: Buffer): Map<string, Buffer> {
  if (file.length < 512 || file.readUInt32LE(0) !== 0xe011cfd0)
    throw new Refusal('damaged', 'not an OLE file')
  const sectorSize = 1 << file.readUInt16LE(30)
  if (sectorSize !== 512 && sectorSize !== 4096)
    throw new Refusal('damaged', `OLE sectors of ${sectorSize} bytes`)
  const sector = (index: number) =>
    file.subarray((index + 1) * sectorSize, (index + 2) * sectorSize)
  const table = allocationTable(file, sector, sectorSize)
  const directory = chain(table, file.readUInt32LE(48), sector)
  const root = directory.subarray(0, 128)
  const small = chain(table, root.readUInt32LE(116), sector)
  const smallTable = numbers(chain(table, file.readUInt32LE(60), sector))
  const cutoff = file.readUInt32LE(56)
  const streams = new Map<string, Buffer>()
  for (let at = 128; at + 128 <= directory.length; at += 128) {
    const entry = directory.subarray(at, at + 128)
    if (entry[66] !== 2) continue
    const name = entry.toString('utf16le', 0, Math.max(0, Math.min(64, entry.readUInt16LE(64)) - 2))
    const size = entry.readUInt32LE(120)
    const first = entry.readUInt32LE(116)
    const content =
      size < cutoff
        ? chain(smallTable, first, (index) => small.subarray(index * 64, index * 64 + 64))
        : chain(table, first, sector)
    streams.set(name, content.subarray(0, size))
  }
  return streams
}

function allocationTable(
  file: Buffer,
  sector: (index: number) => Buffer,
  sectorSize: number,
): number[] {
  const sectors: number[] = []
  for (let at = 76; at < 512; at += 4) sectors.push(file.readUInt32LE(at))
  let next = file.readUInt32LE(68)
  for (let guard = 0; next < END && guard < 10_000; guard += 1) {
    const more = numbers(sector(next))
    sectors.push(...more.slice(0, sectorSize / 4 - 1))
    next = more[sectorSize / 4 - 1] ?? END
  }
  return sectors.filter((index) => index < END).flatMap((index) => numbers(sector(index)))
}

function chain(table: number[], first: number, read: (index: number) => Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = first; at < END; at = table[at] ?? END) {
    if (pieces.length > table.length) throw new Refusal('damaged', 'an OLE chain runs in a circle')
    pieces.push(read(at))
  }
  return Buffer.concat(pieces)
}

function numbers(bytes: Buffer): number[] {
  const found: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) found.push(bytes.readUInt32LE(at))
  return found
}
