/** Makes citations: which document, which clause, and its words whole. */
import type { FoundPassage, UnitPassage } from '../db/search.ts'
import { isTutorAnswer } from './knowledge-passage.ts'
import type { Citation } from './outcome.ts'

/** A clause or row with all its passages in reading order. */
export interface Unit {
  best: FoundPassage
  score: number
  passages: readonly UnitPassage[]
}

export function citationOf({ best, score, passages }: Unit): Citation {
  return {
    passageId: Number(best.id),
    editionId: Number(best.edition_id),
    document: best.title,
    source: best.source,
    clause: passages[0]?.clause || best.clause,
    label: labelOf(best, passages[0]?.clause || best.clause),
    quote: passages.map(({ text }) => text).join('\n'),
    score: Math.round(score * 1000) / 1000,
  }
}

function labelOf(passage: FoundPassage, clause: string): string {
  if (isTutorAnswer(passage)) return clause
  return clauseLabel({ ...passage, kind: passage.document_kind }, clause)
}

/** «Приказ от 19.08.2021 № 360-О, Положение, п. 3.2.2»; the document's own part needs no second name. */
export function clauseLabel(
  document: { title: string; kind: string; number: string | null; issued_on: string | null },
  clause: string,
): string {
  const kind = upperFirst(document.kind)
  const name = documentLabel(document)
  // «Приказ, п. 5»: the document's own part comes first.
  const comma = clause.indexOf(', ')
  const part = clause.slice(0, Math.max(0, comma)).split(' ', 1)[0]
  const place = comma > 0 && part === kind.split(' ')[0] ? clause.slice(comma + 2) : clause
  return place ? `${name}, ${place}` : name
}

/** «Приказ от 19.08.2021 № 360-О», or the title of what has neither. */
export function documentLabel(document: {
  title: string
  kind: string
  number: string | null
  issued_on: string | null
}): string {
  const date = document.issued_on ? ` от ${document.issued_on.split('-').reverse().join('.')}` : ''
  const number = document.number ? ` № ${document.number}` : ''
  // A kind alone names no document.
  return date || number
    ? `${upperFirst(document.kind)}${date}${number}`
    : `«${shortened(document.title)}»`
}

const LONGEST_TITLE = 90

function shortened(title: string): string {
  return title.length <= LONGEST_TITLE
    ? title
    : `${title.slice(0, title.lastIndexOf(' ', LONGEST_TITLE))} …`
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
