/** Finds tables in lines of text: runs of lines whose cells are parted by tabs. */
import type { Cell } from '../blocks.ts'
import { rectangular } from './grid.ts'

export type TextPart = { kind: 'lines'; lines: string[] } | { kind: 'table'; rows: Cell[][] }

/** Parts lines into plain ones and tables, in order. Blank lines inside a table (page ends) are not its end. */
export function tabTables(lines: string[]): TextPart[] {
  const parts: TextPart[] = []
  let plain: string[] = []
  let at = 0
  while (at < lines.length) {
    const end = tableEnd(lines, at)
    if (end === at) {
      plain.push(lines[at] ?? '')
      at += 1
      continue
    }
    if (plain.length > 0) parts.push({ kind: 'lines', lines: plain })
    plain = []
    const rows = lines.slice(at, end).filter((line) => line.trim() !== '')
    parts.push({ kind: 'table', rows: rectangular(rows.map(cellsOf)) })
    at = end
  }
  if (plain.length > 0) parts.push({ kind: 'lines', lines: plain })
  return parts
}

/** The line after the table that begins here; the same line where none does. */
function tableEnd(lines: string[], start: number): number {
  const columns = tabs(lines[start]) + 1
  if (columns < 2 || isBlankRow(lines[start]) || (columns === 2 && isItem(lines[start])))
    return start
  let rows = 1
  let end = start + 1
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      if (tabs(line) > 0) end = at + 1
      continue
    }
    if (!isRow(line, columns) && !isBareSection(lines, at, columns)) break
    rows += 1
    end = at + 1
  }
  // Two columns are also how a signature is written («Директор ⇥ Иванов»): they need more rows to be a table.
  return rows >= (columns > 2 ? 2 : 3) ? end : start
}

function isRow(line: string, columns: number): boolean {
  const count = tabs(line)
  return count > 0 && count <= columns && (columns < 4 || count >= 2)
}

/** A section's title whose empty cells an editor trimmed away: a line without tabs right before another row. */
function isBareSection(lines: string[], at: number, columns: number): boolean {
  const line = lines[at] ?? ''
  const next = lines[at + 1] ?? ''
  return (
    columns > 2 &&
    lines[at - 1]?.trim() !== '' &&
    line.length < 200 &&
    isRow(next, columns) &&
    !/^\s*№/.test(next)
  )
}

/** A list whose numbers are parted from its text by tabs is no table. */
function isItem(line: string | undefined): boolean {
  return /^\s*(?:\d+(?:\.\d+)*[.)]|\p{L}\)|[-–—•*])\t/u.test(line ?? '')
}

function cellsOf(line: string): Cell[] {
  return line.split('\t').map((cell) => ({ text: cell.trim() }))
}

function tabs(line: string | undefined): number {
  return (line ?? '').split('\t').length - 1
}

function isBlankRow(line: string | undefined): boolean {
  return (line ?? '').trim() === ''
}
