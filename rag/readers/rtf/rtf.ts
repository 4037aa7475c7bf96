/** Reads RTF: text with the list numbers that Word left in it, tables as grids, footnotes with their paragraphs. */
import type { Block, ReadDocument } from '../../blocks.ts'
import { clean } from '../clean.ts'
import { type EdgeCell, layOutByEdges } from '../edges.ts'
import { type RtfEvent, tokenize } from './tokens.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

/** Reads an .rtf. Throws `Refusal`. */
export function readRtf(bytes: Uint8Array): ReadDocument {
  const builder = createBuilder()
  for (const event of tokenize(bytes)) builder.take(event)
  return { format: 'rtf', blocks: builder.blocks() }
}

interface CellShape {
  right: number
  mergedLeft: boolean
  mergedAbove: boolean
}

interface Row {
  texts: string[]
  shapes: CellShape[]
}

function createBuilder() {
  const blocks: Block[] = []
  let text = ''
  let bold = 0
  let letters = 0
  let notes: string[] = []
  let note: string | null = null
  let properties: { centred: boolean; level: number | undefined } = {
    centred: false,
    level: undefined,
  }
  let rows: Row[] = []
  let tableNotes: string[] = []
  let cells: string[] = []
  let lines: string[] = []
  let shapes: CellShape[] = []
  let shape: Omit<CellShape, 'right'> = { mergedLeft: false, mergedAbove: false }
  let inTable = false

  function endParagraph(): void {
    if (note !== null) {
      note += '\n'
      return
    }
    if (inTable) {
      lines.push(text.trim())
      text = ''
      return
    }
    endTable()
    const body = clean(text).trim()
    if (body !== '') {
      const found: Paragraph = { kind: 'paragraph', text: body }
      if (letters > 0 && bold === letters) found.bold = true
      if (properties.centred) found.centred = true
      if (properties.level !== undefined) found.level = properties.level
      if (notes.length > 0) found.footnotes = notes
      blocks.push(found)
    }
    text = ''
    bold = 0
    letters = 0
    notes = []
  }

  function endCell(): void {
    lines.push(text.trim())
    text = ''
    cells.push(clean(lines.filter((line) => line !== '').join('\n')))
    lines = []
    tableNotes.push(...notes)
    notes = []
    bold = 0
    letters = 0
  }

  function endRow(): void {
    if (cells.length > 0) rows.push({ texts: cells, shapes })
    cells = []
    inTable = false
  }

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

  function control(word: string, value: number | undefined): void {
    switch (word) {
      case 'par':
      case 'sect':
        endParagraph()
        return
      case 'cell':
        endCell()
        return
      case 'nestcell':
        text += ' | '
        return
      case 'nestrow':
        text = `${text.replace(/ \| $/, '')}\n`
        return
      case 'row':
        endRow()
        return
      case 'pard':
        inTable = false
        properties = { centred: false, level: undefined }
        return
      case 'intbl':
        inTable = true
        return
      case 'qc':
        properties.centred = true
        return
      case 'ql':
      case 'qj':
      case 'qr':
        properties.centred = false
        return
      case 'outlinelevel':
        if (value !== undefined && value < 9) properties.level = value + 1
        return
      case 'trowd':
        shapes = []
        shape = { mergedLeft: false, mergedAbove: false }
        return
      case 'clmrg':
        shape.mergedLeft = true
        return
      case 'clvmrg':
        shape.mergedAbove = true
        return
      case 'cellx':
        shapes.push({ ...shape, right: value ?? 0 })
        shape = { mergedLeft: false, mergedAbove: false }
    }
  }

  return {
    take(event: RtfEvent): void {
      if (event.kind === 'control') control(event.word, event.value)
      else if (event.kind === 'note-begin') note = ''
      else if (event.kind === 'note-end') {
        const body = clean(note ?? '').trim()
        if (body !== '') notes.push(body)
        note = null
      } else if (note !== null) note += event.text
      else {
        text += event.text
        const visible = event.text.replace(/\s/g, '').length
        letters += visible
        if (event.bold) bold += visible
      }
    },
    blocks(): Block[] {
      if (cells.length > 0) endRow()
      endParagraph()
      endTable()
      return blocks
    },
  }
}

function toCells({ texts, shapes }: Row): EdgeCell[] {
  return texts.map((text, i) => {
    const { right, mergedLeft = false, mergedAbove = false } = shapes[i] ?? {}
    return { text, right, mergedLeft, mergedAbove }
  })
}
