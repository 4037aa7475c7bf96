/** Tables whose cells say only where they end: columns are told apart by those ends. */
import type { Cell } from '../blocks.ts'
import { Refusal } from './errors.ts'
import { rectangular } from './grid.ts'

export interface EdgeCell {
  text: string
  /** Where the cell ends, in twips from the left; undefined where the file does not say. */
  right: number | undefined
  mergedLeft: boolean
  mergedAbove: boolean
}

/** Ends nearer to each other than 2 mm, in twips, are one end, drawn by hand. */
const NEAR = 113

/** Lays the cells of rows out in a grid: a cell covers every column that ends within it. Throws `Refusal`. */
export function layOutByEdges(rows: EdgeCell[][]): Cell[][] {
  const ends = rows.flatMap((row) => row.map((cell) => cell.right ?? 0)).sort((a, b) => a - b)
  const columns = ends.filter((end, i) => i === 0 || end - (ends[i - 1] ?? 0) > NEAR)
  if (columns.length > 500) throw new Refusal('too-much', 'a table with too many columns')
  const grid: Cell[][] = []
  for (const row of rows) grid.push(spread(row, columns, grid.at(-1)))
  return rectangular(grid)
}

function spread(row: EdgeCell[], columns: number[], above: Cell[] | undefined): Cell[] {
  const cells: Cell[] = []
  for (const { text, right, mergedLeft, mergedAbove } of row) {
    const start = cells.length
    const left = cells.at(-1)
    const end = right === undefined ? 0 : columns.filter((column) => column <= right + NEAR).length
    for (let x = start; x < Math.max(start + 1, end); x += 1) {
      const over = above?.[x]
      if (mergedAbove && over) cells.push({ text: over.text, continued: 'above' })
      else if (mergedLeft && left) cells.push({ text: left.text, continued: 'left' })
      else cells.push(x > start ? { text, continued: 'left' } : { text })
    }
  }
  return cells
}
