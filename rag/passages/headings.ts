/** Tells headings from clauses and paragraphs. */
import type { Element, Line } from './lines.ts'
import { type Mark, readMark } from './numbering.ts'

/** Whether «3. Структура» heads a section, rather than being a clause; in a `directive` only if formatted so. */
export function isSectionHeading(
  body: Element[],
  index: number,
  mark: Mark,
  directive: boolean,
): boolean {
  const line = body[index]
  if (line?.kind !== 'line' || line.text.length > 220 || mark.kind === 'bullet') return false
  // «2. Домашнее задание вносится до 18.00.» says something, headings only name it.
  const says = line.level === undefined && !line.bold && !line.centred && REFLEXIVE.test(mark.rest)
  if (says || !/^[\p{Lu}«"]/u.test(mark.rest) || /[:;,]$/.test(line.text)) return false
  // Whole clauses are styled as headings by mistake, and in orders most of all.
  if (line.level !== undefined && !directive) return !/\.\s\p{Lu}/u.test(mark.rest)
  if (line.level !== undefined && line.text.length < 80 && !line.text.endsWith('.')) return true
  if (directive) return false
  const next = body[index + 1]
  if (next?.kind === 'table') return line.text.length < 150
  if (!next) return false
  const following = readMark(next.text)
  if (following?.kind === 'dotted' && following.values.length > 1) {
    return mark.kind === 'dotted' && following.values[0] === mark.values[0]
  }
  if ((line.bold || line.centred) && !/\.\s\p{Lu}/u.test(mark.rest)) return true
  const numbered = following !== null && following.kind !== 'bullet'
  if (numbered && following.kind !== 'dotted') return false
  if (numbered && mark.kind === 'dotted') return false
  return (
    !/\.\s/.test(mark.rest) &&
    line.text.length < (line.text.endsWith('.') ? 60 : 90) &&
    next.text.length > line.text.length
  )
}

const REFLEXIVE = /\p{L}{3}(?:ется|ится|утся|ются|ятся|атся)(?!\p{L})/u

/** Whether a line without a number is a heading: by its format, its capitals, or standing above a table. */
export function isPlainHeading(body: Element[], index: number): boolean {
  const line = body[index]
  if (line?.kind !== 'line' || line.text.length > 220) return false
  if (line.level !== undefined) return !/;$|\.\s\p{Lu}/u.test(line.text)
  if (/[.;,:]$/.test(line.text) || !/^[\p{Lu}«"]/u.test(line.text)) return false
  const next = body[index + 1]
  if (next === undefined) return false
  if (line.bold || line.centred) return !/\.\s\p{Lu}/u.test(line.text)
  if (next.kind === 'table') return line.text.length < 200
  return isCapitals(line) && line.text.length < 150
}

function isCapitals({ text }: Line): boolean {
  const letters = text.replace(/\P{L}/gu, '')
  return letters.length > 5 && letters === letters.toUpperCase()
}
