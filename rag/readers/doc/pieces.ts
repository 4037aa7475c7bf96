/** Text and properties of a Word 97–2003 file by where their bytes stand. */
import { TextDecoder } from 'node:util'
import { Refusal } from '../errors.ts'

export interface TextPiece {
  from: number
  to: number
  /** Where its bytes begin in the file, and how many there are to a character. */
  offset: number
  width: 1 | 2
  text: string
}

export function readPieces(table: Buffer, main: Buffer): TextPiece[] {
  let at = 0
  while (table[at] === 1) at += 3 + table.readUInt16LE(at + 1)
  if (table[at] !== 2) throw new Refusal('damaged', 'no piece table')
  const count = Math.floor((table.readUInt32LE(at + 1) - 4) / 12)
  at += 5
  const pieces: TextPiece[] = []
  for (let i = 0; i < count; i += 1) {
    const from = table.readUInt32LE(at + i * 4)
    const to = table.readUInt32LE(at + (i + 1) * 4)
    const raw = table.readUInt32LE(at + (count + 1) * 4 + i * 8 + 2)
    const narrow = (raw & 0x40000000) !== 0
    const offset = narrow ? (raw & 0x3fffffff) / 2 : raw & 0x3fffffff
    const width = narrow ? 1 : 2
    if (to < from || offset + (to - from) * width > main.length)
      throw new Refusal('damaged', 'text outside the file')
    const content = main.subarray(offset, offset + (to - from) * width)
    pieces.push({
      from,
      to,
      offset,
      width,
      text: new TextDecoder(narrow ? 'windows-1252' : 'utf-16le', { ignoreBOM: true }).decode(
        content,
      ),
    })
  }
  return pieces
}

export function offsetOf(pieces: TextPiece[], position: number): number {
  const piece = pieces.find(({ from, to }) => position >= from && position < to)
  return piece ? piece.offset + (position - piece.from) * piece.width : -1
}

export interface Run {
  from: number
  to: number
  entry: Buffer
}

/** Runs of bytes with their properties, kept in pages of 512 bytes that end with the number of runs. */
export function readRuns(
  plc: Buffer,
  main: Buffer,
  entryOf: (page: Buffer, index: number, count: number) => Buffer,
): Run[] {
  const runs: Run[] = []
  const pages = Math.floor((plc.length - 4) / 8)
  for (let i = 0; i < pages; i += 1) {
    const at = (plc.readUInt32LE((pages + 1) * 4 + i * 4) & 0x3fffff) * 512
    const page = main.subarray(at, at + 512)
    if (page.length < 512) continue
    const count = page[511] ?? 0
    for (let run = 0; run < count; run += 1)
      runs.push({
        from: page.readUInt32LE(run * 4),
        to: page.readUInt32LE(run * 4 + 4),
        entry: entryOf(page, run, count),
      })
  }
  return runs.sort((a, b) => a.from - b.from)
}

export function paragraphEntry(page: Buffer, index: number, count: number): Buffer {
  const at = (page[(count + 1) * 4 + index * 13] ?? 0) * 2
  const size = page[at] ?? 0
  // A zero says that the size is in the next byte, in words.
  return size === 0
    ? page.subarray(at + 2, at + 2 + (page[at + 1] ?? 0) * 2)
    : page.subarray(at + 1, at + size * 2)
}

export function characterEntry(page: Buffer, index: number, count: number): Buffer {
  const at = (page[(count + 1) * 4 + index] ?? 0) * 2
  return at === 0 ? Buffer.alloc(0) : page.subarray(at + 1, at + 1 + (page[at] ?? 0))
}

export function find(runs: Run[], offset: number): Buffer | undefined {
  let low = 0
  let high = runs.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const run = runs[middle]
    if (!run) return undefined
    if (offset < run.from) high = middle - 1
    else if (offset >= run.to) low = middle + 1
    else return run.entry
  }
  return undefined
}
