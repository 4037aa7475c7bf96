/** Takes running heads, running feet and page numbers off the pages. */
import type { Line } from './lines.ts'

/** How many lines at each end of a page may be furniture. */
const DEPTH = 3

/** The lines of each page without its furniture. One page alone keeps all but its number. */
export function withoutFurniture(pages: Line[][]): Line[][] {
  const repeated = repeatedLines(pages)
  const numbers = pageNumberOffsets(pages)
  return pages.map((lines) => {
    const drop = new Set<Line>()
    for (const end of ends(lines))
      for (const line of end) {
        const isNumber = numbers.has(offset(line))
        if (!isNumber && !repeated.has(key(line))) break
        drop.add(line)
      }
    return lines.filter((line) => !drop.has(line))
  })
}

/** Lines from the edge inwards, at the top and at the bottom. */
function ends(lines: Line[]): [Line[], Line[]] {
  return [lines.slice(0, DEPTH), lines.slice(-DEPTH).reverse()]
}

/** Text with its digits levelled («Страница 3 из 10»), and its height on the page. */
function key(line: Line): string {
  return `${line.text.replace(/\d+/g, '#')}@${Math.round(line.bottom / 12)}`
}

function repeatedLines(pages: Line[][]): Set<string> {
  const counts = new Map<string, number>()
  for (const lines of pages)
    for (const id of new Set(ends(lines).flat().map(key))) counts.set(id, (counts.get(id) ?? 0) + 1)
  const least = Math.max(2, Math.ceil(pages.length * 0.6))
  return new Set(
    [...counts].filter(([, count]) => count >= least && pages.length > 1).map(([id]) => id),
  )
}

/** Bare numbers that run with the pages: their differences from the pages' own numbers, if any repeats. */
function pageNumberOffsets(pages: Line[][]): Set<number | null> {
  const counts = new Map<number, number>()
  for (const lines of pages)
    for (const line of ends(lines).flat()) {
      const difference = offset(line)
      if (difference !== null) counts.set(difference, (counts.get(difference) ?? 0) + 1)
    }
  return new Set(
    [...counts]
      .filter(([difference, count]) => count >= 2 || difference === 0)
      .map(([difference]) => difference),
  )
}

function offset(line: Line): number | null {
  const number =
    /^[-–—\s]*(\d{1,4})[-–—\s]*$/.exec(line.text)?.[1] ??
    /^стр(?:аница|\.)?\s*(\d+)(?:\s*из\s*\d+)?$/i.exec(line.text)?.[1]
  return number === undefined ? null : Number(number) - line.page
}
