/** Printed lines → paragraphs: a line goes on where it reached the right margin and the next is not set off. */
import type { Block } from '../../blocks.ts'
import { isCut, joinLines, standsAlone, startsItem } from '../wrap.ts'
import type { Line } from './lines.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

/** The text area of the document's pages and the usual distance of its lines. */
export interface Measure {
  left: number
  right: number
  height: number
  spacing: number
}

/** Where most lines begin and end. */
export function measure(pages: Line[][]): Measure {
  const lines = pages.flat()
  const spacings = pages.flatMap((page) =>
    page.slice(1).map((line, i) => line.bottom - (page[i]?.bottom ?? 0)),
  )
  const lefts = lines.map((line) => Math.round(line.left / 4) * 4)
  const height = median(lines.map((line) => line.height))
  return {
    left: mode(lefts),
    right: quantile(
      lines.map((line) => line.right),
      0.9,
    ),
    height,
    spacing: Math.max(
      height,
      median(spacings.filter((spacing) => spacing > 0 && spacing < height * 3)),
    ),
  }
}

export interface Assembled {
  paragraph: Paragraph
  last: Line
  lines: number
  /** How far apart its last two lines stand; 0 while it has one. */
  gap: number
}

/** Whether the line belongs to the paragraph that ended with `last`; `above` is the text of the paragraph before that. */
export function continues(before: Assembled, line: Line, area: Measure, above: string): boolean {
  const { last, paragraph } = before
  if (startsItem(line.text) || standsAlone(last.text) || last.bold !== line.bold) return false
  if (Math.abs(last.height - line.height) > 1.5) return false
  const samePage = last.page === line.page
  const gap = line.bottom - last.bottom
  // Space between paragraphs, unless the paragraph's own lines stand as far apart.
  if (samePage && gap > Math.max(area.spacing, before.gap) * 1.2) return false
  const word = /^\S+/.exec(line.text)?.[0].length ?? 0
  const character = (line.right - line.left) / Math.max(1, line.text.length)
  const full = last.right + (word + 1) * character > area.right - area.height * 0.5
  const cut = isCut(paragraph.text, line.text, before.lines === 1 ? above : '')
  if (isCentred(line, area))
    return samePage && (isCentred(last, area) || full) && !/[.;:!?]$/.test(paragraph.text)
  const hanging = before.lines === 1 && startsItem(paragraph.text)
  const indented =
    line.left > area.left + area.height * 0.8 && line.left > last.left + area.height * 0.5
  if (indented && !hanging && !cut) return false
  return full || (cut && !indented)
}

/** Begins a paragraph with a line. */
export function begin(line: Line, area: Measure): Assembled {
  const paragraph: Paragraph = { kind: 'paragraph', text: line.text }
  if (line.bold) paragraph.bold = true
  if (isCentred(line, area)) paragraph.centred = true
  return { paragraph, last: line, lines: 1, gap: 0 }
}

/** Adds a line to a paragraph. */
export function extend(assembled: Assembled, line: Line, known: (word: string) => boolean): void {
  // A wide gap in text that goes on over lines is justification, not a tab.
  const [before, next] = [assembled.paragraph.text, line.text].map((text) =>
    text.replaceAll('\t', ' '),
  )
  assembled.paragraph.text = joinLines(before ?? '', next ?? '', known)
  if (assembled.last.page === line.page) assembled.gap = line.bottom - assembled.last.bottom
  assembled.last = line
  assembled.lines += 1
}

function isCentred(line: Line, { left, right, height }: Measure): boolean {
  const before = line.left - left
  const after = right - line.right
  return (
    before > height * 1.5 &&
    after > height * 1.5 &&
    Math.abs(before - after) < Math.max(height * 2, 20)
  )
}

function mode(values: number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0
}

function median(values: number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b)
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0
}
