/** Reads a PDF with a text layer: paragraphs rebuilt from lines, ruled tables where they stand, furniture left out. */
import { getDocument, PasswordException } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Block, ReadDocument } from '../../blocks.ts'
import { Refusal } from '../errors.ts'
import { isCut, wordsOf } from '../wrap.ts'
import { findColumns } from './columns.ts'
import { splitNotes } from './footnotes.ts'
import { withoutFurniture } from './furniture.ts'
import { type Line, linesOf } from './lines.ts'
import { type Page, readPage } from './page.ts'
import { type Assembled, begin, continues, extend, measure } from './paragraphs.ts'
import { findTables, type PageTable, readTable, wholeWords } from './tables.ts'

/** Fewer characters than this on the average page mean that pages are pictures. */
const SCAN_CHARACTERS = 20

/** Reads a .pdf. Throws `Refusal`. */
export async function readPdf(bytes: Uint8Array): Promise<ReadDocument> {
  const { pages, title } = await openPages(bytes)
  const parts = pages.map(findTables)
  const texts = [
    ...parts.flatMap(({ rest }) => linesOf(rest, 0).map((line) => line.text)),
    ...parts.flatMap((part) => part.tables.map(wholeWords)),
  ]
  const known = wordsOf(texts.join('\n'))
  // Text in columns is looked for where nothing is ruled.
  const open = parts.map(({ tables, rest }) =>
    tables.length > 0 ? { tables: [], rest } : findColumns(rest, known),
  )
  const lines = withoutFurniture(open.map(({ rest }, i) => linesOf(rest, pages[i]?.number ?? 0)))
  const tables = parts.map((part, i) => [
    ...part.tables.map((table) => readTable(table, known)),
    ...(open[i]?.tables ?? []),
  ])
  const blocks = assemble(lines, tables, known)
  return { format: 'pdf', blocks, ...(title ? { property: { title } } : {}) }
}

async function openPages(bytes: Uint8Array): Promise<{ pages: Page[]; title: string | undefined }> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    useSystemFonts: false,
    disableFontFace: true,
    fontExtraProperties: true,
  })
  try {
    const document = await task.promise
    const pages: Page[] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      pages.push(await readPage(await document.getPage(number)))
    }
    if (isScan(pages)) throw new Refusal('scan', `hardly any text on ${pages.length} pages`)
    const { info } = await document.getMetadata()
    const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : undefined
    return { pages, title }
  } catch (error) {
    if (error instanceof PasswordException) throw new Refusal('encrypted', error.message)
    throw error
  } finally {
    await task.destroy()
  }
}

/** Hardly any text on the average page, or most pages being pictures: the few that have text are not the document. */
function isScan(pages: Page[]): boolean {
  const counts = pages.map(
    ({ pieces }) =>
      pieces
        .map(({ text }) => text)
        .join('')
        .replace(/\s/g, '').length,
  )
  const pictures = pages.filter(
    ({ hasPicture }, i) => hasPicture && (counts[i] ?? 0) < SCAN_CHARACTERS,
  )
  const characters = counts.reduce((sum, count) => sum + count, 0)
  return characters < SCAN_CHARACTERS * pages.length || pictures.length > pages.length / 2
}

function assemble(
  pages: Line[][],
  tables: PageTable[][],
  known: (word: string) => boolean,
): Block[] {
  const area = measure(pages)
  const blocks: Block[] = []
  let open: Assembled | null = null
  let edges: number[] = []
  for (const [i, all] of pages.entries()) {
    const { body, notes } = splitNotes(all, area.height)
    const flow = [...body, ...(tables[i] ?? [])].sort((a, b) => position(a) - position(b))
    for (const [place, item] of flow.entries()) {
      if ('rows' in item) {
        const last = blocks.at(-1)
        // A table that comes first on its page and has the columns of the one that ended the last page goes on.
        if (place === 0 && i > 0 && last?.kind === 'table' && sameEdges(edges, item.edges))
          goOn(last.rows, item.rows)
        else blocks.push({ kind: 'table', rows: withoutEmptyRows(item.rows) })
        edges = item.edges
        open = null
      } else if (open && continues(open, item, area, textOf(blocks.at(-2)))) {
        extend(open, item, known)
        addNotes(open, item, notes)
      } else {
        open = begin(item, area)
        addNotes(open, item, notes)
        blocks.push(open.paragraph)
      }
    }
    for (const text of notes.values()) blocks.push({ kind: 'paragraph', text })
  }
  return blocks
}

function textOf(block: Block | undefined): string {
  return block?.kind === 'paragraph' ? block.text : ''
}

function position(item: Line | PageTable): number {
  return 'rows' in item ? item.top : item.bottom
}

/** Gives a paragraph the notes that are marked in its line; what is given is taken out of `notes`. */
function addNotes({ paragraph }: Assembled, line: Line, notes: Map<string, string>): void {
  for (const mark of line.marks) {
    const text = notes.get(mark)
    if (text === undefined) continue
    paragraph.footnotes = [...(paragraph.footnotes ?? []), text]
    notes.delete(mark)
  }
}

type Rows = PageTable['rows']

function goOn(rows: Rows, more: Rows): void {
  const header = rows[0]?.map((cell) => cell.text).join('|')
  const fresh = withoutEmptyRows(more).filter(
    (row, i) => i > 0 || row.map((cell) => cell.text).join('|') !== header,
  )
  const last = rows.at(-1)
  const first = fresh[0]
  if (last && first && isTorn(last, first)) {
    for (const [x, cell] of first.entries()) {
      const above = last[x]
      if (above && cell.text !== '')
        above.text = `${above.text}${cell.text.startsWith('-') ? '\n' : ' '}${cell.text}`.trim()
    }
    fresh.shift()
    // A merged cell that began on the page before has its text there.
    for (const row of fresh)
      for (const [x, cell] of row.entries())
        if (cell.continued === 'above' && cell.text === '') cell.text = last[x]?.text ?? ''
  }
  rows.push(...fresh)
}

/** A row torn by the page end has no number on the new page, and most of its cells were finished on the old one. */
function isTorn(last: Rows[number], first: Rows[number]): boolean {
  if (first[0]?.text !== '' || first.some((cell) => cell.continued === 'left')) return false
  const empty = first.filter((cell) => cell.text === '').length
  return empty > first.length / 2 || first.some((cell, x) => isCut(last[x]?.text ?? '', cell.text))
}

function withoutEmptyRows(rows: Rows): Rows {
  return rows.filter((row) => row.some((cell) => cell.text !== ''))
}

function sameEdges(before: number[], after: number[]): boolean {
  return (
    before.length === after.length &&
    before.every((edge, i) => Math.abs(edge - (after[i] ?? 0)) < 6)
  )
}
