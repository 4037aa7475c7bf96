/** Measures what only rows of tables have: a cell that names what is asked about, a column called as the question calls it. */
import type { FoundPassage } from '../db/search.ts'
import type { Term } from './analyse.ts'
import { COLUMNS } from './columns.ts'
import { matchTerm } from './match.ts'
import { wordsOfText } from './passage-words.ts'
import type { Statistics } from './statistics.ts'

/** Weighted share of the question that is all of a cell with a name in quotation marks: the row is about just that. */
export function coveredCell(terms: readonly Term[], { cells }: FoundPassage): number {
  const all = terms.reduce((sum, { weight }) => sum + weight, 0)
  const names = (cells ?? []).filter(({ text }) => /^\s*[«"]/.test(text))
  const shares = names.map(({ text }) => {
    const { stems } = wordsOfText(text)
    const said = terms.filter(({ stem }) => stems.has(stem))
    const isWhole =
      stems.size > 0 && [...stems].every((each) => said.some(({ stem }) => stem === each))
    return isWhole ? said.reduce((sum, { weight }) => sum + weight, 0) / (all || 1) : 0
  })
  return Math.max(0, ...shares)
}

/** Whether a word of the question is what a filled column is called: «кто руководит» and the column «Руководитель». */
export function namedColumn(
  terms: readonly Term[],
  { cells }: FoundPassage,
  statistics: Statistics,
): number {
  const filled = (cells ?? []).filter(
    ({ header, text }) =>
      /\p{L}/u.test(text) && !COLUMNS.number.test(header) && !COLUMNS.name.test(header),
  )
  const found = filled.flatMap(({ header }) => {
    const { stems } = wordsOfText(header)
    return terms.map((term) => matchTerm(term, stems, statistics))
  })
  return Math.max(0, ...found)
}
