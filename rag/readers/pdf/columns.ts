/** Finds a table that no line rules: text that stands in columns, with white space running down between them. */
import type { Cell } from '../../blocks.ts'
import { cellText } from './cell-text.ts'
import type { Piece } from './page.ts'
import type { PageTable } from './tables.ts'

/** White space as wide as this between two texts of a line, in heights of its letters, may part two columns. */
const GAP = 0.7
/** Fewer lines with three texts or more are chance: a letterhead, a signature, justified words. */
const LEAST_LINES = 3

interface Segment {
  left: number
  right: number
  pieces: Piece[]
}

interface PrintedLine {
  segments: Segment[]
  bottom: number
  height: number
  /** It runs over columns: the title of a section. */
  across?: boolean
}

/** Of a page without ruled lines: its tables, and the pieces outside them. Columns are three at least. */
export function findColumns(
  pieces: readonly Piece[],
  known: (word: string) => boolean,
): { tables: PageTable[]; rest: Piece[] } {
  const lines = printedLines(pieces)
  const tables: PageTable[] = []
  const taken = new Set<Piece>()
  for (let start = 0; start < lines.length; start += 1) {
    const run = runFrom(lines, start)
    if (!run) continue
    tables.push(toTable(run, known))
    for (const { segments } of run)
      for (const segment of segments) {
        for (const piece of segment.pieces) taken.add(piece)
      }
    start += run.length - 1
  }
  return { tables, rest: pieces.filter((piece) => !taken.has(piece)) }
}

function printedLines(pieces: readonly Piece[]): PrintedLine[] {
  const lines: Piece[][] = []
  const visible = pieces.filter((piece) => piece.text.trim() !== '')
  for (const piece of visible.toSorted((a, b) => a.bottom - b.bottom)) {
    const base = lines.at(-1)?.[0]
    if (base && piece.bottom - base.bottom < Math.max(base.height, piece.height) * 0.55)
      lines.at(-1)?.push(piece)
    else lines.push([piece])
  }
  return lines.map((line) => {
    const height = Math.max(...line.map((piece) => piece.height))
    const segments: Segment[] = []
    for (const piece of line.toSorted((a, b) => a.left - b.left)) {
      const last = segments.at(-1)
      if (last && piece.left - last.right < height * GAP) {
        last.right = Math.max(last.right, piece.right)
        last.pieces.push(piece)
      } else segments.push({ left: piece.left, right: piece.right, pieces: [piece] })
    }
    return { segments, height, bottom: Math.max(...line.map((piece) => piece.bottom)) }
  })
}

/** The lines of the table that begins here, or null. A line across the columns belongs to it while the columns go on below. */
function runFrom(lines: readonly PrintedLine[], start: number): PrintedLine[] | null {
  const first = lines[start]
  if (!first || first.segments.length < 3) return null
  const run: PrintedLine[] = [first]
  let waiting: PrintedLine[] = []
  let parted = gutters([first])
  for (const line of lines.slice(start + 1)) {
    const above = waiting.at(-1) ?? run.at(-1) ?? first
    if (line.bottom - above.bottom > Math.max(line.height, above.height) * 3.5) break
    const next = gutters([...run.filter(({ across }) => !across), line])
    const single = line.segments.length === 1
    if (next.length < 2 || (single && next.length < parted.length)) {
      if (!single || waiting.length > 1) break
      waiting.push({ ...line, across: true })
    } else {
      run.push(...waiting, line)
      waiting = []
      parted = next
    }
  }
  const full = run.filter(({ segments }) => segments.length >= 3).length
  return full >= LEAST_LINES && run.length > LEAST_LINES ? run : null
}

/** Where white space runs down through all of the lines: the middles of the gaps, from left to right. */
function gutters(lines: readonly PrintedLine[]): number[] {
  const covered = lines.flatMap(({ segments }) => segments).toSorted((a, b) => a.left - b.left)
  const middles: number[] = []
  let right = covered[0]?.right ?? 0
  for (const segment of covered) {
    if (segment.left - right > 3) middles.push((segment.left + right) / 2)
    right = Math.max(right, segment.right)
  }
  return middles
}

function toTable(run: readonly PrintedLine[], known: (word: string) => boolean): PageTable {
  const edges = gutters(run.filter(({ across }) => !across))
  const columnOf = ({ left, right }: Segment) =>
    edges.filter((edge) => edge < (left + right) / 2).length
  const rows: Piece[][][] = []
  const across = new Map<Piece[][], string>()
  const numbered = run.filter((line) => isNumber(textIn(line, 0, columnOf))).length > 1
  const spacing = median(run.slice(1).map((line, i) => line.bottom - (run[i]?.bottom ?? 0)))
  for (const [i, line] of run.entries()) {
    const gap = line.bottom - (run[i - 1]?.bottom ?? line.bottom)
    const begins = numbered ? isNumber(textIn(line, 0, columnOf)) : gap > spacing * 1.25
    const above = rows.at(-1)
    if (!above || line.across || across.has(above) || begins)
      rows.push(Array.from({ length: edges.length + 1 }, () => []))
    const row = rows.at(-1) ?? []
    for (const segment of line.segments)
      row[line.across ? 0 : columnOf(segment)]?.push(...segment.pieces)
    if (line.across) across.set(row, line.segments.map(textOf).join(' '))
  }
  return {
    top: (run[0]?.bottom ?? 0) - (run[0]?.height ?? 0),
    bottom: run.at(-1)?.bottom ?? 0,
    edges,
    rows: rows.map((row) => cellsOf(row, across.get(row), edges, known)),
  }
}

function cellsOf(
  row: readonly Piece[][],
  across: string | undefined,
  edges: readonly number[],
  known: (word: string) => boolean,
): Cell[] {
  return row.map((pieces, x): Cell => {
    if (across !== undefined)
      return x === 0 ? { text: across } : { text: across, continued: 'left' }
    return { text: cellText(pieces, edges[x] ?? Number.POSITIVE_INFINITY, known) }
  })
}

function textIn(line: PrintedLine, column: number, columnOf: (segment: Segment) => number): string {
  if (line.across) return ''
  return line.segments
    .filter((segment) => columnOf(segment) === column)
    .map(textOf)
    .join(' ')
}

function textOf({ pieces }: Segment): string {
  return pieces.map(({ text }) => text.trim()).join(' ')
}

function isNumber(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){0,3}[.)]?$/.test(text)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
