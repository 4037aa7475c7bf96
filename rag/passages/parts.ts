/** Tells a document's parts apart: the order itself, the regulation it approves, its annexes, a road map. */
import type { DocumentDescription } from '../passage.ts'
import { headLength, isGlossaryTitle } from './heads.ts'
import type { Element, Line } from './lines.ts'
import { readMark } from './numbering.ts'
import { annexName, mainName, partHeading, withUniqueNames } from './part-names.ts'
import { isAnnex, isStamp } from './stamps.ts'

export interface Part {
  /** How a citation names it: «Приказ», «Положение», «Приложение № 1», «Дорожная карта»; '' where it has no name. */
  name: string
  /** What the path begins with: the name, and of an annex its title: «Приложение № 2. Формы наставничества». */
  heading: string
  /** Orders and minutes have numbered clauses only; regulations have numbered sections. */
  directive: boolean
  glossary: boolean
  /** Stamps, titles, date and number: what stands above the text. */
  head: Line[]
  body: Element[]
}

/** Kinds whose «1.» is a clause and never the heading of a section. */
const DIRECTIVES =
  /^(?:приказ|решение|постановление|распоряжение|протокол|письмо|справка|поручение|выписка)/

/** At least one part; put together, heads and bodies are all the elements. */
export function splitParts(elements: Element[], description: DocumentDescription): Part[] {
  const starts = [0]
  elements.forEach((element, index) => {
    if (index > 0 && element.kind === 'line' && startsPart(elements, index, starts.at(-1) ?? 0)) {
      starts.push(index)
    }
  })
  const pieces = starts.map((start, index) => elements.slice(start, starts[index + 1]))
  const parts = pieces.map((piece, index) => readPart(piece, index === 0 ? description : null))
  return withUniqueNames(parts).map((part) => ({ ...part, heading: partHeading(part) }))
}

function startsPart(elements: Element[], index: number, partStart: number): boolean {
  const line = elements[index]
  if (line?.kind !== 'line' || line.text.length > 250) return false
  if (line.sheet) return true
  if (isStamp(line.text)) {
    return !inStamp(elements, index, partStart) && !isListed(line.text, elements[index + 1])
  }
  return (
    TITLE_WORD.test(line.text) &&
    !/[.;:,]$/.test(line.text) &&
    !inHead(elements, index, partStart) &&
    opensNumbering(elements, index + 1)
  )
}

/** «Приложение 1 …» right above «Приложение 2 …» is an entry of a list of annexes. */
function isListed(text: string, next: Element | undefined): boolean {
  return isAnnex(text) && next?.kind === 'line' && isAnnex(next.text)
}

/** Whether the lines since the part began are all of its stamp and title, so that this line still belongs to them. */
function inStamp(elements: Element[], index: number, partStart: number): boolean {
  const start = elements[partStart]
  const stamped = start?.kind === 'line' && isStamp(start.text)
  return index - partStart < 8 && (stamped || partStart === 0) && inHead(elements, index, partStart)
}

/** A head is at most so many lines. */
const MOST_LOOKED_AT = 200

function inHead(elements: Element[], index: number, partStart: number): boolean {
  return (
    index - partStart <= MOST_LOOKED_AT &&
    partStart + headLength(elements.slice(partStart, partStart + MOST_LOOKED_AT)) > index
  )
}

/** A title is followed by text that begins to count anew, or by a table. */
function opensNumbering(elements: Element[], from: number): boolean {
  for (const element of elements.slice(from, from + 12)) {
    if (element.kind === 'table') return true
    const mark = readMark(element.text)
    if (mark?.kind === 'dotted') return mark.values.every((value) => value === 1)
    if (mark?.kind === 'roman' || mark?.kind === 'word') return /(?:[IІ]|1)$/.test(mark.printed)
    if (/[.;]$/.test(element.text)) return false
  }
  return false
}

function readPart(elements: Element[], description: DocumentDescription | null): Part {
  const head = elements
    .slice(0, headLength(elements))
    .filter((element): element is Line => element.kind === 'line')
  const name = description ? mainName(description) : annexName(head)
  const kind = name.toLowerCase()
  return {
    name,
    heading: name,
    directive: DIRECTIVES.test(kind),
    glossary: head.some(isGlossaryTitle),
    head,
    body: elements.slice(head.length),
  }
}

const TITLE_WORD =
  /^(?:ПОЛОЖЕНИЕ|Положение|ПОРЯДОК|Порядок|РЕГЛАМЕНТ|Регламент|ПЛАН|План|КОМПЛЕКС МЕР|Комплекс мер|ДОРОЖНАЯ КАРТА|Дорожная карта|ПРОГРАММА|Программа|СОСТАВ|Состав|ПЕРЕЧЕНЬ|Перечень|ИНСТРУКЦИЯ|Инструкция|ПРАВИЛА|Правила|МЕТОДИКА|Методика|КРИТЕРИИ|Критерии|ГРАФИК|График|КОНЦЕПЦИЯ|Концепция)(?=$|[\s(«"])/u
