/** Reads a Word 97–2003 document with its computed numbers, tables and footnotes. */
import type { Block, ReadDocument } from '../../blocks.ts'
import { clean } from '../clean.ts'
import { type EdgeCell, layOutByEdges } from '../edges.ts'
import { Refusal } from '../errors.ts'
import { openWordFile, type WordFile } from './file.ts'
import type { ParagraphProperties, RowShape } from './properties.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

/** Reads a .doc. Throws `Refusal`. */
export function readDoc(bytes: Uint8Array): ReadDocument {
  const file = openWordFile(bytes)
  const { body, footnotes, headers, comments, endnotes, boxes } = file.lengths
  const blocks = readRange(file, 0, body)
  // Text boxes are kept apart from where they are anchored: they come last, so that nothing is lost.
  const start = body + footnotes + headers + comments + endnotes
  if (boxes > 0) blocks.push(...readRange(file, start, start + boxes))
  return { format: 'doc', blocks }
}

interface Row {
  texts: string[]
  shape: RowShape | undefined
}

const MARKS = {
  cell: '\u0007',
  paragraph: '\r',
  page: '\f',
  line: '\u000b',
  begin: '\u0013',
  separate: '\u0014',
  end: '\u0015',
}

function readRange(file: WordFile, from: number, to: number): Block[] {
  const blocks: Block[] = []
  const fields: ('instruction' | 'result')[] = []
  let rows: Row[] = []
  let cells: string[] = []
  let lines: string[] = []
  let tableNotes: string[] = []
  let start = from

  for (let at = from; at < to; at += 1) {
    const character = file.text[at] ?? ''
    if (character !== MARKS.cell && character !== MARKS.paragraph && character !== MARKS.page)
      continue
    const properties = file.paragraphAt(at)
    const found = paragraph(file, { from: start, to: at, properties, fields })
    start = at + 1
    if (!properties.inTable) {
      endTable()
      if (found && found.text !== '') blocks.push(found)
      continue
    }
    const inner = (properties.depth ?? 1) > 1
    if (properties.rowEnd && !inner) {
      rows.push({ texts: cells, shape: properties.row })
      if (rows.length > 50_000) throw new Refusal('too-much', 'a table with too many rows')
      cells = []
      lines = []
      continue
    }
    if (properties.innerRowEnd) continue
    if (found && found.text !== '') lines.push(found.text)
    tableNotes.push(...(found?.footnotes ?? []))
    if (character === MARKS.cell && !inner) {
      cells.push(lines.join('\n'))
      lines = []
    }
  }
  endTable()
  return blocks

  function endTable(): void {
    if (rows.length === 0) return
    const grid = layOutByEdges(rows.map(toCells))
    if (grid.length > 0)
      blocks.push({
        kind: 'table',
        rows: grid,
        ...(tableNotes.length > 0 ? { footnotes: tableNotes } : {}),
      })
    rows = []
    tableNotes = []
  }
}

interface Range {
  from: number
  to: number
  properties: ParagraphProperties
  fields: ('instruction' | 'result')[]
}

function paragraph(file: WordFile, { from, to, properties, fields }: Range): Paragraph | null {
  let text = ''
  let bold = 0
  let letters = 0
  for (let at = from; at < to; at += 1) {
    const character = file.text[at] ?? ''
    if (character === MARKS.begin) fields.push('instruction')
    else if (character === MARKS.separate) fields.splice(-1, 1, 'result')
    else if (character === MARKS.end) fields.pop()
    else if (!fields.includes('instruction')) {
      const { deleted, hidden, bold: isBold } = file.charactersAt(at, properties.style)
      if (deleted || hidden) continue
      text += SIGNS[character] ?? character
      if (character <= ' ') continue
      letters += 1
      if (isBold) bold += 1
    }
  }
  const inCell = properties.inTable === true && !properties.rowEnd
  const visible = clean(text).trim()
  const number = numberOf(file, properties)
  // In a cell a number alone is the row's number; elsewhere it is an empty line that Word counts.
  if (visible === '' && !(inCell && number !== '')) return null
  const found: Paragraph = { kind: 'paragraph', text: (number + visible).trim() }
  if (properties.outline !== undefined && properties.outline < 9)
    found.level = properties.outline + 1
  if (letters > 0 && bold === letters) found.bold = true
  if (properties.centred) found.centred = true
  const footnotes = file.notes
    .filter(({ mark }) => mark >= from && mark < to)
    .map((note) => noteText(file, note))
  if (footnotes.length > 0) found.footnotes = footnotes
  return found
}

// Line break, no-break hyphen; pictures, note marks and drawings (1, 2, 5, 8) have no text, and `clean` drops them.
const SIGNS: Record<string, string> = { '\u000b': '\n', '\u001e': '-', '\u001f': '' }

function numberOf(file: WordFile, { list, level, style, rowEnd }: ParagraphProperties): string {
  if (!list || list < 0 || rowEnd) return ''
  const id = String(list)
  return file.numbering.next(id, level ?? file.numbering.levelOfStyle(id, String(style)) ?? 0)
}

function noteText(file: WordFile, { from, to }: { from: number; to: number }): string {
  const lines = clean(file.text.slice(from, to)).split(/[\n\r]/)
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

function toCells({ texts, shape }: Row): EdgeCell[] {
  return texts.map((text, i) => ({
    text,
    right: shape?.edges[i + 1],
    mergedLeft: shape?.cells[i]?.mergedLeft ?? false,
    mergedAbove: shape?.cells[i]?.mergedAbove ?? false,
  }))
}
