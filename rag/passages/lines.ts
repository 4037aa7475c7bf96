/** Turns blocks into the lines and tables a person reads: markup gone, lists unfolded, sentences cut by a page whole again. */
import type { Block, Cell } from '../blocks.ts'
import { joinBrokenWords } from '../normalise.ts'
import { withoutMarkup } from '../readers/clean.ts'
import { standsAlone } from '../readers/wrap.ts'
import { readMark } from './numbering.ts'

export interface Line {
  kind: 'line'
  text: string
  level?: number
  bold: boolean
  centred: boolean
  /** The name of a workbook's sheet, which begins here. */
  sheet?: true
  footnotes: string[]
}

export interface Table {
  kind: 'table'
  rows: Cell[][]
  footnotes: string[]
}

export type Element = Line | Table

/** Elements in reading order; nothing of the text is left out, empty lines and markup aside. */
export function toElements(blocks: Block[]): Element[] {
  const elements: Element[] = []
  for (const block of blocks) {
    if (block.kind === 'paragraph') pushLines(elements, block)
    else pushTable(elements, block)
  }
  return joinCutSentences(elements)
}

/** What a reader may have left in: markup, asterisks of a converter, words broken at line ends, runs of spaces. */
function tidy(text: string): string {
  return joinBrokenWords(withoutMarkup(text).replace(/(?<!\*)\*\*(?!\*)/g, ''))
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

function pushLines(elements: Element[], block: Extract<Block, { kind: 'paragraph' }>): void {
  const texts = unfold(tidy(block.text))
  texts.forEach((text, index) => {
    elements.push({
      kind: 'line',
      text,
      ...(block.level === undefined ? {} : { level: block.level }),
      ...(block.sheet ? { sheet: true as const } : {}),
      bold: block.bold ?? false,
      centred: block.centred ?? false,
      footnotes: index === texts.length - 1 ? (block.footnotes ?? []).map(tidy) : [],
    })
  })
}

/** Splits a paragraph at line breaks after which something new begins; other breaks are only the width of the page. */
function unfold(text: string): string[] {
  const texts: string[][] = []
  let last = ''
  for (const piece of text.split('\n')) {
    if (!piece) continue
    const open = texts.at(-1)
    const begins =
      standsAlone(piece) || '.;:!?'.includes(last.slice(-1)) || readMark(piece) !== null
    if (!open || begins || (open.length === 1 && standsAlone(last))) texts.push([piece])
    else open.push(piece)
    last = piece
  }
  return texts.map((pieces) => pieces.join(' '))
}

function pushTable(elements: Element[], block: Extract<Block, { kind: 'table' }>): void {
  const rows = block.rows.map((row) =>
    row.map((cell) => ({ ...cell, text: tidy(cell.text).replaceAll('\n', ' ') })),
  )
  const footnotes = (block.footnotes ?? []).map(tidy)
  if (!isLayout(rows)) {
    elements.push({ kind: 'table', rows, footnotes })
    return
  }
  for (const cell of rows.flat()) {
    if (cell.continued || !cell.text) continue
    elements.push({ kind: 'line', text: cell.text, bold: false, centred: false, footnotes: [] })
  }
  for (const text of footnotes) {
    elements.push({ kind: 'line', text, bold: false, centred: false, footnotes: [] })
  }
}

/** A table that only places stamps and signatures on the page. */
function isLayout(rows: Cell[][]): boolean {
  const wide = rows.some((row) => row.filter((cell) => cell.text && !cell.continued).length > 1)
  if (!wide && (rows[0]?.length ?? 0) < 3) return true
  if (rows.length === 1) return !/^\s*\d+(?:\.\d+)*\.?\s*$/.test(rows[0]?.[0]?.text ?? '')
  const text = rows.flatMap((row) => row.map((cell) => cell.text)).join('\n')
  return rows.length <= 4 && /^(?:утвержд|согласован|принят[оа]?\b|рассмотрен)/im.test(text)
}

function joinCutSentences(elements: Element[]): Element[] {
  const joined: Element[] = []
  for (const element of elements) {
    const previous = joined.at(-1)
    const before = joined.at(-2)
    if (
      element.kind === 'line' &&
      previous?.kind === 'line' &&
      isCut(previous, element, before?.kind === 'line' ? before : undefined)
    ) {
      joined[joined.length - 1] = {
        ...previous,
        text: `${previous.text} ${element.text}`,
        footnotes: [...previous.footnotes, ...element.footnotes],
      }
    } else {
      joined.push(element)
    }
  }
  return joined
}

/**
 * Whether a page break certainly cut one sentence in two. Items of lists also begin in lower case and may lack their
 * semicolon, so the grammar has to ask for the continuation.
 */
function isCut(previous: Line, next: Line, before: Line | undefined): boolean {
  if (previous.level !== next.level || previous.level !== undefined) return false
  if (readMark(next.text)) return false
  if (OPEN_END.test(previous.text)) return true
  if (!/[\p{L}\p{N}]$/u.test(previous.text) || !/^\p{Ll}/u.test(next.text)) return false
  if (previous.text.length < 50) return false
  if (ADJECTIVE_END.test(previous.text)) return true
  if (balance(previous.text) > 0 && balance(next.text) < 0) return true
  return OPEN_START.test(next.text) && (!before || /[.;:]$/.test(before.text))
}

const OPEN_WORDS =
  'и|или|а|в|во|на|с|со|к|ко|о|об|от|до|для|по|при|из|у|за|над|под|между|через|без|не'
// «№ 77-о» ends in no preposition.
const OPEN_END = new RegExp(`(?<![\\p{L}\\p{N}.–-])(?:${OPEN_WORDS}|как|также|в том числе)$`, 'u')
const OPEN_START = new RegExp(`^(?:${OPEN_WORDS}|которы[ейхм]|которая|которое) `, 'u')
/** Nouns that end like adjectives («систему», «также») are left out. */
const ADJECTIVE_END = /[а-яё]{3}(?:ого|его|ому|(?<!т)ему|ая|яя|ое|ые|ых|ыми|ими|ую|юю)$/u

function balance(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + ('«('.includes(letter) ? 1 : '»)'.includes(letter) ? -1 : 0),
    0,
  )
}
