/** Takes from a clause or a row exactly what answers: one or two sentences, list items or cells, verbatim. */
import type { UnitPassage } from '../db/search.ts'
import { answersKind, type Cell, COLUMNS } from './columns.ts'
import { deadlineIn, lastDay } from './deadline.ts'
import { withFieldsJoined } from './form-fields.ts'
import { holdsKind } from './held.ts'
import type { Kind } from './kind.ts'
import { matchExactly, share } from './match.ts'
import type { Asked } from './signals.ts'
import { texts } from './texts.ts'
import { stem, words } from './words.ts'

/**
 * The answer in the document's own words, the fact first; `today` (ISO) decides which deadlines have passed. `unit` is
 * the whole clause or row in reading order.
 */
export function extract(asked: Asked, unit: readonly UnitPassage[], today: string): string {
  const row = unit.find((passage) => passage.cells !== null && passage.kind === 'row')
  if (row?.cells) return fromRow(asked, row.cells, today)
  return fromClause(asked, withFieldsJoined(unit), today)
}

/** A cell longer than this is shown by its beginning: the whole row is a press away. */
const LONGEST_CELL = 420

function fromRow(asked: Asked, cells: readonly Cell[], today: string): string {
  const filled = cells.filter(
    (cell) => cell.text.trim() !== '' && !COLUMNS.number.test(cell.header),
  )
  const name =
    filled.find(({ text }) => /^\s*[«"]/.test(text)) ??
    filled.find(
      (cell) =>
        COLUMNS.name.test(cell.header) &&
        !COLUMNS.when.test(cell.header) &&
        !COLUMNS.who.test(cell.header),
    ) ??
    filled[0]
  if (name === undefined) return cells.map((cell) => cell.text).join(' | ')
  const wanted = filled.filter(
    (cell) => cell !== name && [...asked.kinds].some((kind) => answersKind(cell.header, kind)),
  )
  // Nothing particular was asked for, or no column is called so: everything but long results.
  const shown = wanted.length > 0 ? wanted : filled.filter((cell) => cell !== name)
  const facts = shown.map(
    (cell) =>
      `${cell.header ? `${lowerFirst(cell.header)}: ` : ''}${trimmed(cell.text)}${passed(cell, today)}`,
  )
  if (wanted.length > 0)
    return `${upperFirst(facts.join('; '))}.\n${inQuotes(trimmed(name.text))}`.replace(
      /\.\.\n/,
      '.\n',
    )
  return [trimmed(name.text), ...facts.map(upperFirst)].join('\n')
}

function passed(cell: Cell, today: string): string {
  const day = COLUMNS.when.test(cell.header) ? lastDay(cell.text) : null
  return day !== null && day < today ? ` (${texts.passed})` : ''
}

/** Where a list is asked for, up to this many characters of it are shown whole. */
const LONGEST_LIST = 1_200
const LONGEST_STEM = 260

interface Segment {
  text: string
  passage: UnitPassage
  matches: number[]
  score: number
}

function fromClause(asked: Asked, unit: readonly UnitPassage[], today: string): string {
  const [first] = unit
  if (first === undefined) return ''
  const items = unit.filter((passage) => passage !== first)
  const whole = unit.map((passage) => passage.text).join('\n')
  const isList = items.length > 1 || first.text.trim().endsWith(':')
  if (asked.kinds.has('list') && isList && whole.length <= LONGEST_LIST) return whole
  const segments = unit.flatMap((passage) => segmentsOf(asked, passage))
  const [best] = [...segments].sort((a, b) => b.score - a.score)
  if (best === undefined) return whole
  const second = complement(asked, best, segments)
  const fitting = second ? [best, second] : [best]
  const wanted = new Set([...fitting, ...holdingTheRest(asked, fitting, segments)])
  const chosen = segments.filter((segment) => wanted.has(segment))
  const isLed =
    best.passage.kind === 'item' &&
    first.text.trimEnd().endsWith(':') &&
    first.text.length <= LONGEST_STEM
  const isOnePassage = chosen.every((segment) => segment.passage === best.passage)
  const said = chosen.map((segment) => segment.text).join(isOnePassage ? ' ' : '\n')
  const text = clean(
    isLed && !chosen.some(({ passage }) => passage === first) ? `${first.text}\n${said}` : said,
  )
  return `${text}${passedIn(text, asked, today)}`
}

/** The clause's own number stands in the citation, and what ended an item ends a sentence here. */
function clean(text: string): string {
  return text
    .replace(/^\d+(?:\.\d+)*[.)]?\s*(?=\p{L}|[«"])/u, '')
    .replace(/[;,]\s*$/, '.')
    .trim()
}

function segmentsOf(asked: Asked, passage: UnitPassage): Segment[] {
  const texts = passage.kind === 'definition' ? [passage.text] : sentences(passage.text)
  return texts.map((text) => {
    const stems = new Set(words(text).map(stem))
    const matches = matchExactly(asked.terms, stems)
    const kinds = [...asked.kinds]
    const held = kinds.reduce((sum, kind) => sum + holdsKind(kind, asked.text, text), 0)
    const score =
      share(
        matches,
        asked.terms.map(({ weight }) => weight),
      ) + (kinds.length > 0 ? (KIND_WEIGHT * held) / kinds.length : 0)
    return { text, passage, matches, score }
  })
}

/** What a sentence holds of the asked kind counts as this share of all words. */
const KIND_WEIGHT = 0.35

/** A second sentence is shown where it adds words of the question that the first does not have. */
function complement(
  asked: Asked,
  best: Segment,
  segments: readonly Segment[],
): Segment | undefined {
  const weights = asked.terms.map(({ weight }) => weight)
  const own = share(best.matches, weights)
  const gain = (segment: Segment) =>
    share(
      best.matches.map((match, index) => Math.max(match, segment.matches[index] ?? 0)),
      weights,
    ) - own
  const [second] = segments.filter((segment) => segment !== best).sort((a, b) => gain(b) - gain(a))
  return second !== undefined && gain(second) >= 0.18 ? second : undefined
}

/** «Где и во сколько» wants both: for each kind that the chosen sentences lack, the best one that has it. */
function holdingTheRest(
  asked: Asked,
  chosen: readonly Segment[],
  segments: readonly Segment[],
): Segment[] {
  const said = chosen.map(({ text }) => text).join(' ')
  return [...asked.kinds].flatMap((kind) => {
    if (!FACTS.has(kind) || holdsKind(kind, asked.text, said) >= HELD) return []
    const [best] = segments
      .filter(({ text }) => holdsKind(kind, asked.text, text) >= HELD)
      .sort((a, b) => b.score - a.score)
    return best ? [best] : []
  })
}

/** Kinds whose answer is a fact that can be pointed at. */
const FACTS: ReadonlySet<Kind> = new Set(['when', 'how-often', 'who', 'where', 'how-many', 'link'])
const HELD = 0.6

/** Sentences of a passage; initials, «г.», «№» and numbers of clauses end none. */
export function sentences(text: string): string[] {
  const parts = text.split(/(?<=[а-яёa-z0-9)»"]{2}[.!?])\s+(?=[А-ЯЁA-Z«"(])/u)
  return parts.reduce<string[]>((joined, part) => {
    const before = joined.at(-1)
    if (
      before !== undefined &&
      (isInsideQuotes(before) ||
        /(?:^|\s)(?:г|гг|им|ул|д|стр|ст|п|пп|см|т|др|руб|тыс|\d+)\.$/i.test(before))
    ) {
      joined[joined.length - 1] = `${before} ${part}`
    } else joined.push(part)
    return joined
  }, [])
}

function isInsideQuotes(text: string): boolean {
  return (text.match(/«/g)?.length ?? 0) > (text.match(/»/g)?.length ?? 0)
}

function passedIn(text: string, asked: Asked, today: string): string {
  const day = asked.kinds.has('when') || /(?<![а-яё])до \d/i.test(text) ? deadlineIn(text) : null
  return day !== null && day < today ? ` (${texts.passed})` : ''
}

function trimmed(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ').replace(/;$/, '')
  return line.length <= LONGEST_CELL
    ? line
    : `${line.slice(0, line.lastIndexOf(' ', LONGEST_CELL))} …`
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const lowerFirst = (text: string) =>
  /^[А-ЯЁ][а-яё]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** A name that has quotation marks of its own needs none around it. */
const inQuotes = (name: string) => (name.includes('«') ? name : `«${name}»`)
