/** Puts the cells of a table, merged or not, into a rectangular grid. */
import type { Cell } from '../blocks.ts'
import { Refusal } from './errors.ts'

/** A cell as a file states it, with the number of columns and rows it covers. */
export interface SpanningCell {
  text: string
  columns?: number
  rows?: number
}

/** The most positions a table may have: a table with more is a mistake or an attack. */
export const MAX_POSITIONS = 400_000

/** Lays rows of cells out; a merged cell fills every position that it covers. Wholly empty rows are left out. */
export function layOut(rows: SpanningCell[][]): Cell[][] {
  const grid: (Cell | undefined)[][] = rows.map(() => [])
  let positions = 0
  for (const [top, cells] of rows.entries()) {
    let left = 0
    for (const cell of cells) {
      while (grid[top]?.[left]) left += 1
      const width = Math.max(1, cell.columns ?? 1)
      const bottom = Math.min(rows.length, top + Math.max(1, cell.rows ?? 1))
      positions += width * (bottom - top)
      if (positions > MAX_POSITIONS) throw new Refusal('too-much', 'a table with too many cells')
      fill(grid, cell.text, { top, bottom, left, right: left + width })
      left += width
    }
  }
  return rectangular(grid)
}

/** Makes every row as long as the longest; holes become empty cells. Wholly empty rows and columns are left out. */
export function rectangular(grid: (Cell | undefined)[][]): Cell[][] {
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0)
  if (width * grid.length > MAX_POSITIONS)
    throw new Refusal('too-much', 'a table with too many cells')
  const full = grid.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? { text: '' }))
  const rows = full.filter((row) => row.some((cell) => cell.text !== ''))
  const used = Array.from({ length: width }, (_, i) => rows.some((row) => isContent(row[i])))
  return rows.map((row) => row.filter((_, i) => used[i]))
}

/** A column in which nothing begins is an artefact of spans: it holds only continuations of its left neighbour. */
function isContent(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.text !== '' && cell.continued !== 'left'
}

interface Area {
  top: number
  bottom: number
  left: number
  right: number
}

function fill(
  grid: (Cell | undefined)[][],
  text: string,
  { top, bottom, left, right }: Area,
): void {
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const row = grid[y]
      if (!row || row[x]) continue
      row[x] =
        y > top ? { text, continued: 'above' } : x > left ? { text, continued: 'left' } : { text }
    }
}
