/** Finds the proper names of a question in a passage: a name counts as a whole. */
import { normalise } from './normalise.ts'
import { stem, stemsOf, words } from './words.ts'

/** Share of the names that the question writes in quotation marks or with a capital letter which `stems` has whole; 1 where it writes none. */
export function namesHeld(
  question: string,
  stems: ReadonlySet<string>,
  ignored: ReadonlySet<string>,
): number {
  const quoted = quotedNames(question)
  const capital = [...question.matchAll(/(?<=[а-яё,»"] )[А-ЯЁ][а-яё]{2,}/g)]
    .map(([name]) => normalise(name))
    .filter((name) => !ignored.has(name))
    .map((name) => words(name).map(stem))
  const names = [...quoted, ...capital]
  if (names.length === 0) return 1
  const held = names.map(
    (name) => name.filter((each) => stems.has(each)).length / (name.length || 1),
  )
  return held.reduce((sum, each) => sum + each ** 2, 0) / names.length
}

/** Longer quotations are titles of documents or sayings, not names. */
const LONGEST_NAME = 7

/** Stems of what stands in quotation marks in the text. */
function quotedNames(text: string): string[][] {
  return [...text.matchAll(/[«"„]([^«»"„“”]{3,90})[»"“”]/g)]
    .map(([, inside = '']) => stemsOf(inside))
    .filter((stems) => stems.length > 0 && stems.length <= LONGEST_NAME)
}
