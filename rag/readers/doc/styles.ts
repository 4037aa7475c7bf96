/** Styles of a Word 97–2003 document. */
import {
  applyToCharacters,
  applyToParagraph,
  type CharacterProperties,
  type ParagraphProperties,
} from './properties.ts'

export interface DocStyles {
  paragraph(style: number): ParagraphProperties
  characters(style: number): CharacterProperties
}

interface RawStyle {
  /** Built-in number: 1 to 9 are headings. */
  builtIn: number
  basedOn: number
  paragraph: Buffer
  characters: Buffer
}

const NONE = 0x0fff

/** Reads the style sheet; a style has what its ancestors have, unless it says otherwise. */
export function readStyles(sheet: Buffer, data: Buffer | undefined): DocStyles {
  const raw = rawStyles(sheet)
  function ancestry(style: number): RawStyle[] {
    const line: RawStyle[] = []
    for (let at = style; at !== NONE && line.length < 20; ) {
      const found = raw.get(at)
      if (!found) break
      line.unshift(found)
      at = found.basedOn
    }
    return line
  }
  const known = new Map<number, CharacterProperties>()
  return {
    paragraph(style) {
      const properties: ParagraphProperties = { style }
      for (const ancestor of ancestry(style)) {
        if (ancestor.builtIn >= 1 && ancestor.builtIn <= 9)
          properties.outline = ancestor.builtIn - 1
        applyToParagraph(properties, ancestor.paragraph, data)
      }
      return properties
    },
    characters(style) {
      const before = known.get(style)
      if (before) return before
      const properties: CharacterProperties = {}
      for (const ancestor of ancestry(style))
        applyToCharacters(properties, ancestor.characters, { ...properties })
      known.set(style, properties)
      return properties
    },
  }
}

function rawStyles(sheet: Buffer): Map<number, RawStyle> {
  const styles = new Map<number, RawStyle>()
  if (sheet.length < 20) return styles
  const count = sheet.readUInt16LE(2)
  const fixed = sheet.readUInt16LE(4)
  let at = 2 + sheet.readUInt16LE(0)
  for (let index = 0; index < count && at + 2 <= sheet.length; index += 1) {
    const size = sheet.readUInt16LE(at)
    at += 2
    if (size >= fixed && fixed >= 10)
      styles.set(index, rawStyle(sheet.subarray(at, at + size), fixed))
    at += size
  }
  return styles
}

function rawStyle(bytes: Buffer, fixed: number): RawStyle {
  const kind = bytes.readUInt16LE(2) & 15
  const nameLength = fixed + 2 <= bytes.length ? bytes.readUInt16LE(fixed) : 0
  let at = fixed + 2 + (nameLength + 1) * 2
  const lists: Buffer[] = []
  while (at + 2 <= bytes.length && lists.length < 3) {
    const size = bytes.readUInt16LE(at)
    lists.push(bytes.subarray(at + 2, at + 2 + size))
    at += 2 + size + (size % 2)
  }
  const empty = Buffer.alloc(0)
  return {
    builtIn: bytes.readUInt16LE(0) & 0x0fff,
    basedOn: bytes.readUInt16LE(2) >> 4,
    // A paragraph style has modifiers for paragraphs, after its own number, and for characters; others have one list.
    paragraph: kind === 1 ? (lists[0]?.subarray(2) ?? empty) : empty,
    characters: (kind === 1 ? lists[1] : lists[0]) ?? empty,
  }
}
