/** Reads a table of institutions, however its columns are headed: which columns say what, and what each row says. */
import type { Block, ReadDocument } from '../blocks.ts'
import { normalise } from '../normalise.ts'
import { findTerritory } from '../territory.ts'
import { type Column, columnsOf, type Heading, type SheetLine } from './columns.ts'

/** What a row says; null where the table does not say it. */
export interface InstitutionRow {
  /** As the sheet numbers it. */
  row: number
  /** The number that a downloaded list gives it. */
  code: number | null
  name: string
  shortNames: string[] | null
  territory: string | null
  staff: number | null
  heads: number | null
}

export type RowFault =
  | { kind: 'no-name' }
  | { kind: 'long-name' }
  | { kind: 'long-short-name' }
  | { kind: 'not-a-number'; column: 'staff' | 'heads'; text: string }

export interface FaultyRow {
  row: number
  /** Empty where the row has none. */
  name: string
  fault: RowFault
}

export interface InstitutionTable {
  rows: InstitutionRow[]
  faults: FaultyRow[]
  /** Which heading was taken for what, in the order of the columns. */
  columns: { column: Column; heading: string }[]
  /** Headings that nothing was taken from. */
  unused: string[]
}

const LONGEST_NAME = 300
const LONGEST_SHORT_NAME = 60
const MOST_SHORT_NAMES = 10
const MOST_PEOPLE = 100_000

/** Null when no sheet has a column of names. Rows of totals and headings within the table are passed over. */
export function readInstitutionTable({ blocks }: ReadDocument): InstitutionTable | null {
  const found = sheetsOf(blocks).flatMap((lines) => {
    const heading = columnsOf(lines)
    return heading ? [readSheet(lines, heading)] : []
  })
  if (found.length === 0) return null
  return {
    rows: found.flatMap(({ rows }) => rows),
    faults: found.flatMap(({ faults }) => faults),
    columns: found[0]?.columns ?? [],
    unused: [...new Set(found.flatMap(({ unused }) => unused))],
  }
}

/** The sheets of a workbook as lines of cells. */
export function sheetsOf(blocks: readonly Block[]): SheetLine[][] {
  const sheets: SheetLine[][] = []
  let lines: SheetLine[] = []
  for (const block of blocks) {
    if (block.kind === 'paragraph' && block.sheet) {
      lines = []
      sheets.push(lines)
    } else if (block.kind === 'paragraph') {
      // A table of one column looks like text to the reader.
      const row = block.row ?? lines.length + 1
      lines.push({ row, cells: [block.text], isHeading: false, covered: [] })
    } else {
      for (const [index, cells] of block.rows.entries()) {
        lines.push({
          row: block.numbers?.[index] ?? lines.length + 1,
          cells: cells.map(({ text }) => text.trim()),
          isHeading:
            cells.length > 1 && cells.slice(1).every(({ continued }) => continued === 'left'),
          covered: cells.map(({ continued }) => continued === 'above'),
        })
      }
    }
  }
  return sheets
}

function readSheet(lines: readonly SheetLine[], heading: Heading): InstitutionTable {
  const rows: InstitutionRow[] = []
  const faults: FaultyRow[] = []
  let above: string | null = null
  for (const line of lines.slice(heading.from)) {
    if (line.isHeading) {
      above = findTerritory([line.cells[0] ?? ''])
      continue
    }
    const read = readRow(line, heading, above)
    if (read === null) continue
    if ('fault' in read) faults.push(read)
    else rows.push(read)
  }
  return { rows, faults, columns: heading.named, unused: heading.unused }
}

/** Null for a row that is about no institution: empty in all columns that are read, or a total. */
function readRow(
  line: SheetLine,
  { places }: Heading,
  above: string | null,
): InstitutionRow | FaultyRow | null {
  const cell = (column: Column) => {
    const place = places.get(column)
    return place === undefined ? null : (line.cells[place] ?? '')
  }
  const name = (cell('name') ?? '').replace(/\s+/g, ' ')
  if (/^(?:итог|всего)/.test(normalise(name))) return null
  const faulty = (fault: RowFault): FaultyRow => ({ row: line.row, name, fault })
  if (name === '') {
    const isTotal = line.cells.some((text) => /^(?:итог|всего)/.test(normalise(text)))
    const isEmpty = [...places.values()].every((place) => (line.cells[place] ?? '') === '')
    return isTotal || isEmpty ? null : faulty({ kind: 'no-name' })
  }
  if (name.length > LONGEST_NAME) return faulty({ kind: 'long-name' })
  const shortNames = readShortNames(cell('short'))
  if (shortNames === 'too-long') return faulty({ kind: 'long-short-name' })
  const [staff, heads] = [readCount(cell('staff') ?? ''), readCount(cell('heads') ?? '')]
  if (staff === undefined) {
    return faulty({ kind: 'not-a-number', column: 'staff', text: cell('staff') ?? '' })
  }
  if (heads === undefined) {
    return faulty({ kind: 'not-a-number', column: 'heads', text: cell('heads') ?? '' })
  }
  return {
    row: line.row,
    code: readCount(cell('code') ?? '') ?? null,
    name,
    shortNames,
    territory: cell('territory') || above,
    staff,
    heads,
  }
}

/** Names parted by commas, semicolons or lines, each once; null where there is nothing to read. */
export function readShortNames(text: string | null): string[] | 'too-long' | null {
  if (text === null) return null
  const said = text
    .split(/[,;\n]/)
    .map((name) => name.replace(/\s+/g, ' ').trim())
    .filter((name) => /[\p{L}\p{N}]/u.test(name))
  if (said.some(({ length }) => length > LONGEST_SHORT_NAME)) return 'too-long'
  const names = new Map(said.toReversed().map((name) => [normalise(name), name]))
  return [...names.values()].toReversed().slice(0, MOST_SHORT_NAMES)
}

/** A whole number, «45», «1 200», «45 чел.»; null for an empty cell, undefined for what is no such number. */
export function readCount(text: string): number | null | undefined {
  const written = text.trim()
  if (written === '' || /^[-–—]$/.test(written)) return null
  const digits = /^(\d[\d\s]*)(?:[.,]0+)?\s*(?:чел(?:\.|овека?)?)?$/.exec(written)?.[1]
  const count = Number(digits?.replaceAll(/\s/g, ''))
  return Number.isInteger(count) && count <= MOST_PEOPLE ? count : undefined
}
