/** Reads a Word document as a person sees it: computed numbers, merged cells, footnotes with their paragraphs. */
import type { Block, Cell, ReadDocument } from '../../blocks.ts'
import { Refusal } from '../errors.ts'
import { MAX_POSITIONS, rectangular } from '../grid.ts'
import { readNumbering } from './numbering.ts'
import { openParts } from './parts.ts'
import { type FieldState, readRuns } from './runs.ts'
import { readStyles } from './styles.ts'
import { child, elements, isOn, tree, value, visitChildren, type XmlElement } from './xml.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

/** Reads a .docx. Headers and footers are parts of their own and stay out. Throws `Refusal`. */
export function readDocx(bytes: Uint8Array): ReadDocument {
  const parts = openParts(bytes)
  const styles = readStyles(tree(parts.styles, 'w:styles'))
  const numbering = readNumbering(tree(parts.numbering, 'w:numbering'))
  const fields: FieldState = { open: [] }
  const notes = {
    footnotes: tree(parts.footnotes, 'w:footnotes'),
    endnotes: tree(parts.endnotes, 'w:endnotes'),
  }
  /** Text of a paragraph whose mark was deleted: Word shows it joined to the next one. */
  let carried = ''
  let tables = 0

  function blocksOf(node: XmlElement): Block[] {
    switch (node.name) {
      case 'w:p':
        return paragraph(node)
      case 'w:tbl':
        return table(node)
      case 'w:sdt':
        if (child(node, 'w:sdtPr', 'w:showingPlcHdr')) return []
        return elements(child(node, 'w:sdtContent')).flatMap(blocksOf)
      case 'mc:AlternateContent':
        return elements(child(node, 'mc:Choice') ?? child(node, 'mc:Fallback')).flatMap(blocksOf)
      case 'w:ins':
      case 'w:moveTo':
      case 'w:customXml':
      case 'w:smartTag':
        return elements(node).flatMap(blocksOf)
      default:
        return []
    }
  }

  function paragraph(node: XmlElement): Block[] {
    const properties = child(node, 'w:pPr')
    const styleId = value(properties, 'w:pStyle') ?? styles.default
    const style = styles.get(styleId)
    const mark = child(properties, 'w:rPr')
    const markHidden = isOn(mark, 'w:vanish') ?? style?.hidden ?? false
    const runs = readRuns(node, {
      styles,
      fields,
      inherited: { bold: style?.bold ?? false, hidden: style?.hidden ?? false },
    })
    const boxes = runs.boxes.flatMap((box) => elements(box).flatMap(blocksOf))
    const text = carried + runs.text
    carried = ''
    if (child(mark, 'w:del') || child(mark, 'w:moveFrom')) {
      carried = text
      return boxes
    }
    if (markHidden && text.trim() === '') return boxes
    const number = label(properties, styleId)
    // In a cell a number alone is the row's number; elsewhere it is an empty line that Word counts.
    if (text.trim() === '' && runs.notes.length === 0 && (tables === 0 || number === ''))
      return boxes
    const found: Paragraph = { kind: 'paragraph', text: (number + text.trim()).trim() }
    const outline = Number(value(properties, 'w:outlineLvl') ?? style?.outline ?? 9)
    if (outline < 9) found.level = outline + 1
    if (runs.bold) found.bold = true
    const alignment = value(properties, 'w:jc')
    if (alignment === undefined ? style?.centred : alignment === 'center') found.centred = true
    const footnotes = runs.notes.map(({ kind, id }) => note(kind, id)).filter((body) => body !== '')
    if (footnotes.length > 0) found.footnotes = footnotes
    return [...boxes, found]
  }

  function label(properties: XmlElement | undefined, styleId: string | undefined): string {
    const own = child(properties, 'w:numPr')
    const style = styles.get(styleId)
    const numberingId = value(own, 'w:numId') ?? style?.numberingId
    if (numberingId === undefined || numberingId === '0') return ''
    const level =
      value(own, 'w:ilvl') ??
      (value(own, 'w:numId') ? undefined : numbering.levelOfStyle(numberingId, styleId)) ??
      style?.level ??
      0
    return numbering.next(numberingId, Number(level))
  }

  function note(kind: 'footnotes' | 'endnotes', id: string): string {
    const body = elements(notes[kind]).find((element) => element.attributes['w:id'] === id)
    return plain(elements(body).flatMap(blocksOf))
  }

  function table(node: XmlElement): Block[] {
    const rows = rowsOf(node)
    const cells = rows.map((row) => cellsOf(row))
    const only = cells.length === 1 && cells[0]?.length === 1 ? cells[0][0] : undefined
    // A table of one cell is a frame around a page, not a table.
    if (only) return contentOf(only)
    tables += 1
    const footnotes: string[] = []
    const grid = cells.map((row, index) =>
      gridRow(row, Number(value(child(rows[index], 'w:trPr'), 'w:gridBefore') ?? 0), footnotes),
    )
    for (const [y, row] of grid.entries())
      for (const [x, cell] of row.entries())
        if (cell?.continued === 'above')
          row[x] = { text: grid[y - 1]?.[x]?.text ?? '', continued: 'above' }
    tables -= 1
    const found: Block = { kind: 'table', rows: rectangular(grid) }
    if (footnotes.length > 0) found.footnotes = footnotes
    return found.rows.length > 0 ? [found] : []
  }

  function gridRow(cells: XmlElement[], before: number, footnotes: string[]): (Cell | undefined)[] {
    const row: (Cell | undefined)[] = Array.from({ length: Math.min(before, 100) })
    for (const cell of cells) {
      const properties = child(cell, 'w:tcPr')
      const merge = child(properties, 'w:vMerge')
      const above = merge !== undefined && merge.attributes['w:val'] !== 'restart'
      const blocks = above ? [] : contentOf(cell)
      for (const block of blocks) footnotes.push(...(block.footnotes ?? []))
      const text = plain(blocks)
      const span = Number(value(properties, 'w:gridSpan') ?? 1)
      if (row.length + span > MAX_POSITIONS)
        throw new Refusal('too-much', 'a table with too many columns')
      for (let i = 0; i < span; i += 1)
        row.push(
          above ? { text: '', continued: 'above' } : i > 0 ? { text, continued: 'left' } : { text },
        )
    }
    return row
  }

  function contentOf(cell: XmlElement): Block[] {
    return elements(cell).flatMap(blocksOf)
  }

  const blocks: Block[] = []
  visitChildren(parts.document, 'w:body', (node) => blocks.push(...blocksOf(node)))
  const title = titleOf(tree(parts.properties, 'cp:coreProperties'))
  return { format: 'docx', blocks, ...(title ? { property: { title } } : {}) }
}

/** Rows in order, also those inside controls and tracked insertions; deleted rows are left out. */
function rowsOf(node: XmlElement): XmlElement[] {
  return elements(node).flatMap((element) => {
    if (element.name === 'w:tr') return child(element, 'w:trPr', 'w:del') ? [] : [element]
    return WRAPPERS.has(element.name) ? rowsOf(element) : []
  })
}

function cellsOf(node: XmlElement): XmlElement[] {
  return elements(node).flatMap((element) => {
    if (element.name === 'w:tc') return child(element, 'w:tcPr', 'w:cellDel') ? [] : [element]
    return WRAPPERS.has(element.name) ? cellsOf(element) : []
  })
}

const WRAPPERS = new Set(['w:sdt', 'w:sdtContent', 'w:ins', 'w:customXml', 'w:moveTo'])

/** Blocks inside a cell or a note as lines; a nested table's rows have ` | ` between cells. */
function plain(blocks: Block[]): string {
  const lines = blocks.map((block) =>
    block.kind === 'paragraph'
      ? block.text.trim()
      : block.rows
          .map((row) =>
            row
              .filter((cell) => !cell.continued)
              .map((cell) => cell.text)
              .join(' | '),
          )
          .join('\n'),
  )
  return lines.filter((line) => line !== '').join('\n')
}

function titleOf(core: XmlElement | null): string {
  return (child(core, 'dc:title')?.children ?? [])
    .filter((part) => typeof part === 'string')
    .join('')
    .trim()
}
