/** Lists of a Word 97–2003 document: what its numbers look like, so that they can be computed. */
import type { List, ListLevel } from '../list-numbers.ts'

/** Lists by the number that paragraphs name them with, from 1. `definitions` begins at the list table, levels after it. */
export function readLists(
  definitions: Buffer,
  definitionsLength: number,
  overrides: Buffer,
): Map<string, List> {
  const templates = readTemplates(definitions, definitionsLength)
  const lists = new Map<string, List>()
  if (overrides.length < 4) return lists
  const count = Math.min(overrides.readUInt32LE(0), Math.floor((overrides.length - 4) / 16))
  let at = 4 + count * 16
  for (let i = 0; i < count; i += 1) {
    const id = overrides.readInt32LE(4 + i * 16)
    const changes = overrides[4 + i * 16 + 12] ?? 0
    const levels = new Map(templates.get(id))
    const startOverrides = new Map<number, number>()
    at += 4
    for (let change = 0; change < changes && at + 8 <= overrides.length; change += 1) {
      const start = overrides.readInt32LE(at)
      const flags = overrides[at + 4] ?? 0
      at += 8
      if (flags & 0x20) {
        const level = readLevel(overrides, at)
        levels.set(flags & 15, level.level)
        at = level.end
      } else if (flags & 0x10) startOverrides.set(flags & 15, start)
    }
    lists.set(String(i + 1), { abstractId: String(id), levels, startOverrides })
  }
  return lists
}

function readTemplates(bytes: Buffer, length: number): Map<number, Map<number, ListLevel>> {
  const templates = new Map<number, Map<number, ListLevel>>()
  if (length < 2) return templates
  const count = Math.min(bytes.readUInt16LE(0), Math.floor((length - 2) / 28))
  let at = length
  for (let i = 0; i < count; i += 1) {
    const header = 2 + i * 28
    const simple = ((bytes[header + 26] ?? 0) & 1) !== 0
    const levels = new Map<number, ListLevel>()
    for (let level = 0; level < (simple ? 1 : 9) && at + 28 <= bytes.length; level += 1) {
      const read = readLevel(bytes, at)
      const style = bytes.readUInt16LE(header + 8 + level * 2)
      levels.set(level, { ...read.level, style: style === 0x0fff ? undefined : String(style) })
      at = read.end
    }
    templates.set(bytes.readInt32LE(header), levels)
  }
  return templates
}

const FORMATS: Record<number, string> = {
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  22: 'decimalZero',
  23: 'bullet',
  58: 'russianLower',
  59: 'russianUpper',
  255: 'none',
}

function readLevel(bytes: Buffer, at: number): { level: ListLevel; end: number } {
  const flags = bytes[at + 5] ?? 0
  const follow = bytes[at + 15] ?? 0
  const textAt = at + 28 + (bytes[at + 24] ?? 0) + (bytes[at + 25] ?? 0)
  const length = textAt + 2 <= bytes.length ? bytes.readUInt16LE(textAt) : 0
  const raw = bytes.toString('utf16le', textAt + 2, textAt + 2 + length * 2)
  const level: ListLevel = {
    start: bytes.readInt32LE(at),
    format: FORMATS[bytes[at + 4] ?? 0] ?? 'decimal',
    // Characters 0 to 8 stand for the numbers of the levels.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how the format codes them
    text: raw.replace(/[\u0000-\u0008]/g, (code) => `%${code.charCodeAt(0) + 1}`),
    legal: (flags & 4) !== 0,
    suffix: follow === 2 ? '' : ' ',
    restart: flags & 8 ? (bytes[at + 26] ?? 0) : undefined,
    style: undefined,
  }
  return { level, end: textAt + 2 + length * 2 }
}
