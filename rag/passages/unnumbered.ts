/** Lines without a number of a clause: items, definitions, further paragraphs of a clause, paragraphs of their own. */

import { shorten } from '../shorten.ts'
import { promisesDefinitions, readDefinition, termName } from './definitions.ts'
import { ORDERS, PREAMBLE } from './heads.ts'
import type { Line } from './lines.ts'
import type { Mark } from './numbering.ts'
import { append, enclosing, headingPath, open, type Walk } from './walk.ts'

export function readItem(
  walk: Walk,
  line: Line,
  mark: Exclude<Mark, { kind: 'dotted' | 'roman' | 'word' }>,
): void {
  if (!walk.unit) {
    readPlain(walk, line)
    return
  }
  if (expectsDefinitions(walk) && openDefinition(walk, line, mark.rest)) return
  if (mark.kind === 'bullet') {
    append(walk, line, { kind: 'item', suffix: walk.unit.item })
    return
  }
  const name = mark.kind === 'paren' ? `подп. ${mark.printed}` : `подп. «${mark.printed}»`
  const nested = mark.kind === 'letter' && /^подп\. \d/.test(walk.unit.item)
  const suffix = nested ? `${walk.unit.item}, «${mark.printed}»` : name
  append(walk, line, { kind: 'item', suffix, number: mark.printed })
  if (!nested) walk.unit.item = name
}

/** A line without a number: a definition, the next line of a clause or of a list, or a paragraph of its own. */
export function readPlain(walk: Walk, line: Line): void {
  if (expectsDefinitions(walk) && openDefinition(walk, line, line.text)) return
  const previous = walk.previous?.text ?? ''
  const preamble =
    walk.part.directive &&
    walk.clauses.length === 0 &&
    !/^Уважаем/.test(line.text) &&
    (PREAMBLE.test(line.text) || ORDERS.test(line.text))
  if (walk.unit?.numbered) {
    append(walk, line, { kind: isListed(line, previous) ? 'item' : 'paragraph' })
  } else if (
    walk.unit &&
    (isListed(line, previous) || (walk.unit.preamble && ORDERS.test(line.text)))
  ) {
    append(walk, line, { kind: walk.unit.preamble ? 'preamble' : 'item' })
  } else if (preamble) {
    open(walk, line, { kind: 'preamble', label: 'преамбула' })
    walk.unit = { path: headingPath(walk), numbered: false, preamble: true, item: '' }
  } else openParagraph(walk, line)
}

/** Whether «Термин – определение» is to be expected here. */
export function expectsDefinitions(walk: Walk): boolean {
  return (
    walk.part.glossary ||
    promisesDefinitions(walk.headings.at(-1)?.text ?? '') ||
    promisesDefinitions(walk.clauses.find((clause) => /:$/.test(clause.stem))?.stem ?? '')
  )
}

function openParagraph(walk: Walk, line: Line): void {
  walk.paragraphs += 1
  const heading = walk.headings.at(-1)
  const label = [...(heading ? [heading.label] : []), `абзац ${walk.paragraphs}`].join(', ')
  open(walk, line, { kind: 'paragraph', label, within: enclosing(walk).slice(0, -1) })
  walk.unit = { path: headingPath(walk), numbered: false, preamble: false, item: '' }
}

/** Whether a line goes on with the list that the lines before it announce. */
function isListed(line: Line, previous: string): boolean {
  return /^\p{Ll}/u.test(line.text) || /[:;,]$/.test(previous)
}

function openDefinition(walk: Walk, line: Line, text: string): boolean {
  const definition = readDefinition(text)
  if (!definition) return false
  const name = `«${shorten(termName(definition.term), 80)}»`
  const clause = walk.clauses.findLast((open) => !open.heading)
  const path = [...headingPath(walk), ...(clause ? [clause.stem] : []), termName(definition.term)]
  open(walk, line, { kind: 'definition', label: clause ? `${clause.label}, ${name}` : name, path })
  // What follows without being a definition itself belongs to this one.
  walk.unit = { path, numbered: walk.part.glossary, preamble: false, item: '' }
  return true
}
