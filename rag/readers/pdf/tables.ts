/** Ruled lines of a page → tables, with merged cells where a rule is missing; their text leaves the flow. */
import type { Cell } from '../../blocks.ts'
import { cellText } from './cell-text.ts'
import { type Grid, gridsOf, mergedCells } from './grid.ts'
import type { Page, Piece } from './page.ts'

export interface PageTable {
  top: number
  bottom: number
  /** Where its columns end, to know it again on the next page. */
  edges: number[]
  rows: Cell[][]
}

/** A table found on a page, its text not yet put together. */
export interface FoundTable {
  grid: Grid
  pieces: Piece[]
}

/** Finds the tables of a page; `rest` is the text outside them. */
export function findTables(page: Page): { tables: FoundTable[]; rest: Piece[] } {
  let rest = page.pieces
  const tables: FoundTable[] = []
  for (const grid of gridsOf(page)) {
    const pieces = rest.filter((piece) => isInside(piece, grid))
    if (pieces.length === 0) continue
    rest = rest.filter((piece) => !isInside(piece, grid))
    tables.push({ grid, pieces })
  }
  return { tables, rest }
}

/** Puts the text of a table's cells together; `known` tells whole words from parts of broken ones. */
export function readTable(
  { grid, pieces }: FoundTable,
  known: (word: string) => boolean,
): PageTable {
  const { xs, ys } = grid
  return { top: ys[0] ?? 0, bottom: ys.at(-1) ?? 0, edges: xs, rows: fill(grid, pieces, known) }
}

/** Words of a table that are certainly whole: a line that holds several was broken between words. */
export function wholeWords({ pieces }: FoundTable): string {
  return pieces.map(({ text }) => text.trim().split(/\s+/).slice(1).join(' ')).join('\n')
}

function isInside(piece: Piece, { xs, ys }: Grid): boolean {
  const x = (piece.left + piece.right) / 2
  const y = piece.bottom - piece.height / 3
  return x > (xs[0] ?? 0) && x < (xs.at(-1) ?? 0) && y > (ys[0] ?? 0) && y < (ys.at(-1) ?? 0)
}

function fill(grid: Grid, pieces: Piece[], known: (word: string) => boolean): Cell[][] {
  const { xs, ys } = grid
  const owners = mergedCells(grid)
  const width = xs.length - 1
  const contents = new Map<number, Piece[]>()
  for (const piece of pieces) {
    const x = xs.findLastIndex((at) => at < (piece.left + piece.right) / 2)
    const y = ys.findLastIndex((at) => at < piece.bottom - piece.height / 3)
    const owner = owners[y * width + x] ?? 0
    contents.set(owner, [...(contents.get(owner) ?? []), piece])
  }
  const texts = new Map<number, string>()
  for (const [owner, inside] of contents) {
    const last = owners.findLastIndex(
      (other, i) => other === owner && Math.floor(i / width) === Math.floor(owner / width),
    )
    texts.set(owner, cellText(inside, xs[(last % width) + 1] ?? 0, known))
  }
  return ys.slice(1).map((_, y) =>
    xs.slice(1).map((__, x): Cell => {
      const owner = owners[y * width + x] ?? 0
      const text = texts.get(owner) ?? ''
      if (owner === y * width + x) return { text }
      return { text, continued: Math.floor(owner / width) < y ? 'above' : 'left' }
    }),
  )
}
