/** The parts of a Word 97–2003 file: its text by character position, and the properties that go with it. */
import { Refusal } from '../errors.ts'
import { createNumbering, type Numbering } from '../list-numbers.ts'
import { readLists } from './lists.ts'
import { openStreams } from './ole.ts'
import { characterEntry, find, offsetOf, paragraphEntry, readPieces, readRuns } from './pieces.ts'
import {
  applyToCharacters,
  applyToParagraph,
  type CharacterProperties,
  type ParagraphProperties,
} from './properties.ts'
import { readStyles } from './styles.ts'

export interface WordFile {
  /** All text: the body, then footnotes and the rest, each as long as `lengths` says. */
  text: string
  lengths: {
    body: number
    footnotes: number
    headers: number
    comments: number
    endnotes: number
    boxes: number
  }
  /** Properties of the paragraph that holds the position. */
  paragraphAt(position: number): ParagraphProperties
  charactersAt(position: number, style: number): CharacterProperties
  /** Positions of the marks in the body and, for each, the range of the note's text. */
  notes: { mark: number; from: number; to: number }[]
  numbering: Numbering
}

/** Opens a .doc. Throws `Refusal`. */
export function openWordFile(bytes: Uint8Array): WordFile {
  const streams = openStreams(Buffer.from(bytes))
  const main = streams.get('WordDocument')
  if (!main || main.length < 0x300) throw new Refusal('damaged', 'no document stream')
  const flags = main.readUInt16LE(0x0a)
  if (flags & 0x100) throw new Refusal('encrypted', 'an encrypted Word document')
  if (main.readUInt16LE(2) < 0xc1)
    throw new Refusal('unsupported', 'a document of Word 95 or older')
  const table = streams.get(flags & 0x200 ? '1Table' : '0Table')
  if (!table) throw new Refusal('damaged', 'no table stream')
  const data = streams.get('Data')
  const part = (index: number) => {
    const at = main.readUInt32LE(0x9a + index * 8)
    return table.subarray(at, at + main.readUInt32LE(0x9e + index * 8))
  }
  const pieces = readPieces(part(33), main)
  const styles = readStyles(part(1), data)
  const paragraphs = readRuns(part(13), main, paragraphEntry)
  const characters = readRuns(part(12), main, characterEntry)
  const lengthAt = (at: number) => main.readUInt32LE(at)
  const lengths = {
    body: lengthAt(0x4c),
    footnotes: lengthAt(0x50),
    headers: lengthAt(0x54),
    comments: lengthAt(0x5c),
    endnotes: lengthAt(0x60),
    boxes: lengthAt(0x64),
  }
  const endnotesFrom = lengths.body + lengths.footnotes + lengths.headers + lengths.comments
  return {
    text: pieces.map((piece) => piece.text).join(''),
    lengths,
    paragraphAt(position) {
      const entry = find(paragraphs, offsetOf(pieces, position))
      const style = entry && entry.length >= 2 ? entry.readUInt16LE(0) : 0
      const properties: ParagraphProperties = { ...styles.paragraph(style), style }
      if (entry) applyToParagraph(properties, entry.subarray(2), data)
      return properties
    },
    charactersAt(position, style) {
      const inherited = styles.characters(style)
      const properties = { ...inherited }
      const entry = find(characters, offsetOf(pieces, position))
      if (entry) applyToCharacters(properties, entry, inherited)
      return properties
    },
    notes: [
      ...readNotes(part(2), part(3), lengths.body),
      ...readNotes(part(46), part(47), endnotesFrom),
    ].sort((a, b) => a.mark - b.mark),
    numbering: createNumbering(
      readLists(
        table.subarray(main.readUInt32LE(0x9a + 73 * 8)),
        main.readUInt32LE(0x9e + 73 * 8),
        part(74),
      ),
    ),
  }
}

function readNotes(marks: Buffer, texts: Buffer, base: number): WordFile['notes'] {
  const count = Math.floor((marks.length - 4) / 6)
  const notes: WordFile['notes'] = []
  for (let i = 0; i < count && i * 4 + 8 <= texts.length; i += 1)
    notes.push({
      mark: marks.readUInt32LE(i * 4),
      from: base + texts.readUInt32LE(i * 4),
      to: base + texts.readUInt32LE(i * 4 + 4),
    })
  return notes
}
