/** Reads plain text: paragraphs, hard-wrapped or a line each, and tables whose cells are parted by tabs. */
import type { Block, Cell, ReadDocument } from '../blocks.ts'
import { clean, withoutMarkup } from './clean.ts'
import { decode } from './decode.ts'
import { tabTables } from './tab-tables.ts'
import { isCut, joinLines, standsAlone, startsItem, wordsOf } from './wrap.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

/** Reads a text file in any encoding that Russian text comes in. */
export function readText(bytes: Uint8Array): ReadDocument {
  return { format: 'txt', blocks: textBlocks(decode(bytes)) }
}

// Private marks, of which `clean` has removed any that the file had: `**bold**` may span lines, a cell may hold several.
const BOLD_ON = '\ue000'
const BOLD_OFF = '\ue001'
const LINE_BREAK = '\ue002'

/** Blocks of plain text; also used for formats that come down to it. */
export function textBlocks(raw: string): Block[] {
  const text = markBold(withoutMarkup(clean(raw), LINE_BREAK))
  const lines = text.replaceAll('\f', '\n\n').split('\n')
  const width = wrapWidth(lines)
  const known = wordsOf(text)
  const blocks: Block[] = []
  for (const part of tabTables(lines)) {
    if (part.kind === 'table') blocks.push({ kind: 'table', rows: part.rows.map(plainCells) })
    else
      for (const paragraph of paragraphs(part.lines, width, known)) blocks.push(toBlock(paragraph))
  }
  return blocks
}

function markBold(text: string): string {
  return text.replace(/\*\*(?=\S)((?:(?!\*\*|\n\s*\n)[\s\S])+?)\*\*/g, (_, inner: string) => {
    return BOLD_ON + inner.replaceAll('\n', LINE_BREAK) + BOLD_OFF
  })
}

/**
 * The width at which the text was wrapped, or 0 if each line is a paragraph: wrapped text has many lines that nearly
 * reach a common maximum, and none beyond it.
 */
function wrapWidth(lines: string[]): number {
  const lengths = lines
    .filter((line) => line.trim() !== '' && !line.includes('\t'))
    .map((line) => line.trimEnd().length)
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  if (longest > 130 || longest < 40) return 0
  const full = lengths.filter((length) => length > longest * 0.8).length
  return full >= 4 && full >= lengths.length * 0.3 ? longest : 0
}

function paragraphs(lines: string[], width: number, known: (word: string) => boolean): string[] {
  const found: string[] = []
  let lastLine = ''
  let blank = true
  for (const line of lines) {
    if (line.trim() === '') {
      blank = true
      continue
    }
    const before = found.at(-1)
    const above = found.at(-2) ?? ''
    const continues =
      before !== undefined &&
      (blank
        ? isCutByPage(before, line)
        : width > 0
          ? isWrapped(lastLine, line, width, before === lastLine.trim() ? above : '')
          : isCut(before, line, above))
    if (continues) found[found.length - 1] = joinLines(before, line.trimStart(), known)
    // A tab after the number of an item is spacing.
    else found.push(line.trim().replace(/^(\S{1,10}[.)]|[-–—•*])\t+/, '$1 '))
    lastLine = line.trimEnd()
    blank = false
  }
  return found
}

/** In wrapped text a paragraph goes on while the first word of the next line would not have fitted into this one. */
function isWrapped(line: string, next: string, width: number, above: string): boolean {
  if (startsItem(next) || standsAlone(line) || (/^\s{2,}\S/.test(next) && !/^\s{2,}\S/.test(line)))
    return false
  const word = /^\s*\S+/.exec(next)?.[0].trim() ?? ''
  return line.length + 1 + word.length > width - 2 || isCut(line, next, above)
}

/** A page end leaves an empty line inside a sentence. Lists without full stops look alike, but their lines are short. */
function isCutByPage(before: string, line: string): boolean {
  return before.length > 60 && line.length > 60 && isCut(before, line) && /[.;:!?»)]\s*$/.test(line)
}

function plainCells(row: Cell[]): Cell[] {
  return row.map((cell) => ({ ...cell, text: withoutMarks(cell.text).trim() }))
}

function withoutMarks(marked: string): string {
  return marked.replaceAll(BOLD_ON, '').replaceAll(BOLD_OFF, '').replaceAll(LINE_BREAK, '\n')
}

function toBlock(marked: string): Paragraph {
  const text = withoutMarks(marked)
  const wholly = marked.startsWith(BOLD_ON) && marked.indexOf(BOLD_OFF) === marked.length - 1
  return wholly ? { kind: 'paragraph', text, bold: true } : { kind: 'paragraph', text }
}
