/** Pieces of text → printed lines, from the top of the page. */
import { clean } from '../clean.ts'
import type { Piece } from './page.ts'

export interface Line {
  page: number
  text: string
  left: number
  right: number
  bottom: number
  height: number
  bold: boolean
  /** Numbers of footnotes that stand raised in this line. */
  marks: string[]
}

/** Groups pieces by baseline; a wide gap inside a line becomes a tab. Small raised digits are footnote marks. */
export function linesOf(pieces: Piece[], page: number): Line[] {
  const rows: Piece[][] = []
  const visible = pieces.filter((piece) => piece.text.trim() !== '')
  for (const piece of visible.toSorted((a, b) => a.bottom - b.bottom)) {
    const row = rows.at(-1)
    const base = row?.[0]
    if (row && base && piece.bottom - base.bottom < Math.max(base.height, piece.height) * 0.55)
      row.push(piece)
    else rows.push([piece])
  }
  return rows.map((row) => toLine(row, page))
}

function toLine(row: Piece[], page: number): Line {
  const ordered = row.toSorted((a, b) => a.left - b.left)
  const height = Math.max(...ordered.map((piece) => piece.height))
  const baseline = Math.max(...ordered.map((piece) => piece.bottom))
  const marks: string[] = []
  let text = ''
  let right: number | undefined
  const usual = usualGap(ordered)
  for (const piece of ordered) {
    if (isMark(piece, height, baseline)) {
      marks.push(piece.text.trim())
      continue
    }
    const gap = right === undefined ? 0 : piece.left - right
    if (gap > height * 3 && gap > usual * 2) text += '\t'
    else if (gap > height * 0.15 && !/\s$/.test(text) && !/^\s/.test(piece.text)) text += ' '
    text += piece.text
    right = piece.right
  }
  const letters = ordered.filter((piece) => /\p{L}/u.test(piece.text))
  return {
    page,
    text: clean(text).trim(),
    left: ordered[0]?.left ?? 0,
    right: Math.max(...ordered.map((piece) => piece.right)),
    bottom: baseline,
    height,
    bold: letters.length > 0 && letters.every((piece) => piece.bold),
    marks,
  }
}

function isMark(piece: Piece, height: number, baseline: number): boolean {
  return (
    piece.height < height * 0.75 &&
    piece.bottom < baseline - height * 0.15 &&
    /^\s*(?:\d{1,3}|\*{1,3})\s*$/.test(piece.text)
  )
}

/** The gap between words of a line: in justified text it may be wide, but then all of them are. */
function usualGap(pieces: Piece[]): number {
  const gaps = pieces.slice(1).map((piece, i) => piece.left - (pieces[i]?.right ?? 0))
  const wide = gaps.filter((gap) => gap > 1).sort((a, b) => a - b)
  return wide.length < 2 ? 0 : (wide[Math.floor((wide.length - 1) / 2)] ?? 0)
}
