/** A tutor's answer as a source: how it is found, how it is quoted whole, and what a citation of it says. */

import { KNOWLEDGE_KIND } from '../db/knowledge.ts'
import type { NewPassage } from '../db/passages.ts'
import type { FoundPassage, UnitPassage } from '../db/search.ts'
import { type Embedders, embedAll } from './embed-passages.ts'
import type { Words } from './knowledge-clean.ts'
import type { Passage } from './passage.ts'
import { shorten } from './shorten.ts'

/**
 * The rows of an entry. What is found is the question and the answer; what is quoted says which is which, and has no part
 * in the search: «вопрос» and «ответ» in every entry would only blur what words tell.
 */
export async function rowsOf(
  { question, answer }: Words,
  { clause, embedders }: { clause: string; embedders: Embedders },
): Promise<NewPassage[]> {
  const passage: Passage = {
    ...{ ordinal: 0, unit: 0, kind: 'paragraph', path: [], number: null },
    ...{ clause, text: `${question}\n${answer}`, cells: null },
  }
  const rows = await embedAll([passage], '', embedders, () => {})
  return rows.map((row) => ({ ...row, text: `${QUESTION}${question}${ANSWER}${answer}` }))
}

/** «База знаний: «Как пройти аттестацию?»». */
export function titleOf({ question }: Words): string {
  return `База знаний: «${shorten(question, LONGEST_TITLE)}»`
}

/** «Ответ тьютора, 25 ноября 2026, утвердил методист»; `approvedAs` is null where there was no second person. */
export function clauseOf({
  answeredAt,
  approvedAs,
  zone,
}: {
  answeredAt: Date
  approvedAs: 'methodist' | 'tutor' | null
  zone: string
}): string {
  const date = new Intl.DateTimeFormat('ru', { dateStyle: 'long', timeZone: zone })
    .format(answeredAt)
    .replace(/\s?г\.$/, '')
  const by = { methodist: ', утвердил методист', tutor: ', утвердил другой тьютор' }
  return `Ответ тьютора, ${date}${approvedAs === null ? '' : by[approvedAs]}`
}

export function isTutorAnswer({ document_kind }: Pick<FoundPassage, 'document_kind'>): boolean {
  return document_kind === KNOWLEDGE_KIND
}

/** The answer alone, of an entry's passages. */
export function answerIn(passages: readonly Pick<UnitPassage, 'text'>[]): string {
  const text = passages.map((passage) => passage.text).join('\n')
  const start = text.indexOf(ANSWER)
  return start < 0 ? text : text.slice(start + ANSWER.length)
}

/** The question alone, of an entry's passages; '' where there is none. */
export function questionIn(passages: readonly Pick<UnitPassage, 'text'>[]): string {
  const text = passages.map((passage) => passage.text).join('\n')
  const end = text.indexOf(ANSWER)
  return end < 0 || !text.startsWith(QUESTION) ? '' : text.slice(QUESTION.length, end)
}

/** A question has one line, so the first of these is where the answer begins. */
const QUESTION = 'Вопрос: '
const ANSWER = '\nОтвет: '

const LONGEST_TITLE = 120
