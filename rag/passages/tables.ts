/** Cuts a table at its rows: each knows its columns' headers, its number, and the section row above it. */
import type { Cell } from '../blocks.ts'
import { shorten } from '../shorten.ts'
import type { Draft } from './draft.ts'
import type { Table } from './lines.ts'
import { filled, findHeader, type Header, isRepeated, NUMBER, readHeader } from './table-header.ts'

/** What of a table counts for the one that continues it after a page break. */
export interface TableState {
  header: Header | null
  /** Text of the last section row. */
  section: string | null
}

/** Where a table stands, and the table it may continue. */
export interface TablePlace {
  part: string
  path: string[]
  within: string[]
  previous: TableState | null
}

/** The table's passages in order, and what a continuation needs. */
export function cutTable(table: Table, place: TablePlace): { drafts: Draft[]; state: TableState } {
  const { start, end, continues } = findHeader(table.rows, place.previous?.header ?? null)
  const header = continues ? (place.previous?.header ?? null) : readHeader(table.rows, start, end)
  const drafts: Draft[] = []
  let section = continues ? (place.previous?.section ?? null) : null
  let number: string | null = null
  table.rows.forEach((row, index) => {
    const only = singleText(table.rows, index)
    if (rowText(row) === '') return
    if (index < start && only !== null && !continues) {
      drafts.push(plain(place, 'paragraph', row))
    } else if ((index >= start && index < end) || isRepeated(row, header)) {
      drafts.push(plain(place, 'columns', row))
    } else if (only !== null) {
      // A lone text heads the rows below it; below the last row it is a note.
      const heads = table.rows.slice(index + 1).some((below) => filled(below) > 1)
      if (heads) section = only
      drafts.push(plain(place, heads ? 'heading' : 'paragraph', row))
    } else {
      const continued = header !== null && row[header.numbers]?.continued === 'above'
      const previous = continued ? number : null
      const draft = cutRow(row, header, { ...place, section })
      const opens = previous === null || previous !== draft.number
      number = draft.number
      drafts.push({ ...draft, opens, label: opens ? draft.label : '' })
    }
  })
  for (const text of table.footnotes) {
    drafts.push({ ...plain(place, 'footnote', [{ text }]), opens: false })
  }
  return { drafts, state: { header, section } }
}

/** The text of a row that has only one, its number before it; null when several cells speak. */
function singleText(rows: Cell[][], index: number): string | null {
  const row = rows[index] ?? []
  const own = row.filter((cell) => cell.text && !cell.continued)
  const [first, second] = own
  if (!first || own.length > 2) return null
  if (row.some((cell) => cell.text && cell.continued === 'above')) return null
  if (own.length === 1 && NUMBER.test(first.text)) return null
  const spread = row.filter((cell) => cell.text).length === row.length
  const empty = row.length - filled(row)
  if (own.length === 1) return row.length > 2 || spread ? first.text : null
  const numbered = NUMBER.test(first.text) || /^[IVX]+\.?$/.test(first.text)
  // In a form to be filled in all rows are a number and a text, and none heads the others.
  const headsFuller = rows.slice(index + 1).some((below) => filled(below) > 2)
  return second &&
    numbered &&
    headsFuller &&
    (empty > 1 || row.filter((cell) => cell.continued === 'left').length > 1)
    ? `${first.text} ${second.text}`
    : null
}

function cutRow(
  row: Cell[],
  header: Header | null,
  place: TablePlace & { section: string | null },
): Draft {
  const printed = header ? (row[header.numbers]?.text ?? '') : (row[0]?.text ?? '')
  const number = NUMBER.test(printed) ? printed.replace(/[.)]+$/, '') : null
  const label = number === null ? nameRow(row, header) : `строка ${number}`
  const section = place.section === null ? [] : [place.section]
  return {
    kind: 'row',
    opens: true,
    part: place.part,
    path: [...place.path, ...section, label],
    within: [...place.within, ...section.map((text) => `«${shorten(text, 60)}»`)],
    label,
    number,
    text: rowText(row),
    cells: row.map((cell, column) => ({ header: header?.columns[column] ?? '', text: cell.text })),
  }
}

const SUBJECT = /^(?:наименован|мероприят|название|содержани|тема|показател)/iu

/** A row without a number is called by its first words. */
function nameRow(row: Cell[], header: Header | null): string {
  const numbers = header?.numbers ?? -1
  const subject = header?.columns.findIndex((text) => SUBJECT.test(text)) ?? -1
  const texts = [row[subject], ...row.filter((_cell, column) => column !== numbers)].filter(
    (cell) => cell !== undefined && cell.text !== '',
  )
  // «Итого» stands where the numbers do.
  const printed = row[numbers]?.text ?? ''
  if (/^\p{L}/u.test(printed)) return `строка «${shorten(printed, 40)}»`
  const own = texts.find((cell) => !cell?.continued) ?? texts[0]
  const words = shorten(own?.text ?? '', 40)
  return numbers >= 0 ? `строка без номера («${words}»)` : `строка «${words}»`
}

/** Cells joined by ` | `; empty ones, and the rest of a cell spread over columns, are left out. */
export function rowText(row: Cell[]): string {
  return row
    .filter((cell) => cell.text && cell.continued !== 'left')
    .map((cell) => cell.text)
    .join(' | ')
}

function plain(place: TablePlace, kind: Draft['kind'], row: Cell[]): Draft {
  const cells = row.filter((cell) => !cell.continued)
  return {
    kind,
    opens: true,
    part: place.part,
    path: place.path,
    within: place.within,
    label: '',
    number: null,
    text: rowText(kind === 'columns' ? row : cells),
    cells: null,
  }
}
