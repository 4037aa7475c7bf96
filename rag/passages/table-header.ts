/** Finds the header of a table: which rows it takes, what it calls each column, and where it is repeated. */
import type { Cell } from '../blocks.ts'

export interface Header {
  columns: string[]
  /** Index of the column with the rows' numbers, or -1. */
  numbers: number
}

/** A row’s number, as printed. */
export const NUMBER = /^\d{1,3}(?:\.\d{1,3})*\.?\)?$/

interface HeaderRows {
  /** The header is rows `start` to `end`, the latter not included. */
  start: number
  end: number
  continues: boolean
}

/** The header’s rows; `continues` when the table goes on with the `previous` one’s. */
export function findHeader(rows: Cell[][], previous: Header | null): HeaderRows {
  const start = rows.findIndex((row) => filled(row) > 1)
  const first = rows[start]
  if (!first) return { start: 0, end: 0, continues: false }
  const width = first.length
  const looks = looksLikeHeader(first)
  const sure = /^№/.test(first[0]?.text ?? '') || first.every((cell) => !/\d/.test(cell.text))
  if (previous?.columns.length === width && start === 0 && !(looks && sure)) {
    return { start: 0, end: 0, continues: true }
  }
  const isData = first.some((cell) => NUMBER.test(cell.text) || cell.text.length > 150)
  if (!looks && (isData || width < 3)) return { start, end: start, continues: false }
  let end = start + 1
  while (end < rows.length - 1 && continuesHeader(rows, start, end)) end++
  return { start, end, continues: false }
}

/** Columns by name, a header of several lines joined by « / »; null where the table has no header. */
export function readHeader(rows: Cell[][], start: number, end: number): Header | null {
  if (end === start) return null
  const lines = rows.slice(start, end)
  const columns = (lines[0] ?? []).map((_cell, column) => {
    const texts = lines.map((row) => row[column]?.text ?? '').filter((text) => text !== '')
    const words = texts.length > 1 ? texts.filter((text) => !NUMBER.test(text)) : texts
    return [...new Set(words)].join(' / ')
  })
  const body = rows.slice(end).filter((row) => filled(row) > 1)
  const numbers = columns.findIndex((text) => /^(?:№|N\b|п\/п|номер)/iu.test(text))
  const first = body.filter((row) => NUMBER.test(row[0]?.text ?? '')).length
  return { columns, numbers: numbers >= 0 ? numbers : first * 2 > body.length ? 0 : -1 }
}

/** Whether the row repeats the header after a page break, or counts its columns. */
export function isRepeated(row: Cell[], header: Header | null): boolean {
  if (!header || filled(row) < 2) return false
  const cells = row.map((cell) => cell.text.toLowerCase())
  return (
    cells.every((text, column) => text === (header.columns[column] ?? '').toLowerCase()) ||
    (cells.length > 2 &&
      cells.every((text, column) => text.replace('.', '') === String(column + 1)))
  )
}

/** How many different texts the row has. */
export function filled(row: Cell[]): number {
  return new Set(row.map((cell) => cell.text).filter((text) => text !== '')).size
}

/** Short words that columns are called by; a row that begins with its number is no header, whatever it speaks of. */
function looksLikeHeader(row: Cell[]): boolean {
  const first = row[0]?.text ?? ''
  if (NUMBER.test(first)) return false
  const words = row.filter((cell) => cell.text.length < 80 && HEADER_WORDS.test(cell.text)).length
  return words * 2 >= row.length || words >= 3 || /^№/.test(first)
}

/** A second line of the header lies under merged cells of the first, or counts the columns. */
function continuesHeader(rows: Cell[][], start: number, index: number): boolean {
  const row = rows[index] ?? []
  const above = row.filter((cell) => cell.continued === 'above').length
  const spread = (rows[start] ?? []).some((cell) => cell.continued === 'left')
  if (above > 0 && spread && row.every((cell) => !NUMBER.test(cell.text))) return true
  const counts = row.filter((cell) => cell.text !== '').map((cell) => cell.text.replace('.', ''))
  return counts.length > 2 && counts.every((text, column) => text === String(column + 1))
}

const HEADER_WORDS =
  /№|наименован|мероприят|срок|дата|врем|ответственн|исполнител|результат|показател|значени|содержани|тема|направлен|участник|место|форма|задач|ф\.?\s?и\.?\s?о|фамили|должност|учрежден|организац|источник|финанс|единиц|критери|раздел|название|аудитори|контакт|примечан|период|вид\b|этап|долж|количеств|балл/iu
