/** Finds what a question is after: the words that stand next to its question word. */
import type { Term } from './analyse.ts'
import { SUPPORTING } from './question-words.ts'
import { words } from './words.ts'

/**
 * How surely a passage has what the question is after, 0 to 1: «кто директор гимназии» wants a director before it wants a
 * school. `matches` are those of all terms.
 */
export function focusHeld(focus: readonly number[], matches: readonly number[]): number {
  const [first, second] = focus
  if (first === undefined) return 0
  const own = matches[first] ?? 0
  return second === undefined ? own : (own + SECOND * (matches[second] ?? 0)) / (1 + SECOND)
}

/** Indices of the one or two terms that follow the question word; the first ones where none follows. */
export function focusOf(text: string, terms: readonly Term[]): number[] {
  const positions = positionsOf(text, terms)
  const asking = words(text).flatMap((word, index) => (ASKING.test(word) ? [index] : []))
  for (const [index, place] of asking.entries()) {
    const next = asking[index + 1]
    const after = terms.flatMap((_, term) => {
      const at = positions[term] ?? -1
      return at > place && at <= place + REACH && (next === undefined || at < next) ? [term] : []
    })
    const telling = after.filter((term) => !SUPPORTING.has(terms[term]?.stem ?? ''))
    if (telling.length > 0) return telling.slice(0, 2)
  }
  return terms.map((_, index) => index).slice(0, 2)
}

const ASKING =
  /^(?:кто|хто|кого|кому|кем|ком|чей|чья|чье|чьи|чем|чему|что|што|че|шо|как|какой|какая|какое|какие|каких|каким|какими|какую|какого|какому|каком|каков|какова|сколько|скока|сколька|скоко|когда|кагда|када|где|куда|откуда|зачем|почему|отчего|перечислите|назовите|список|дайте|скиньте|выпишите|можно|нужно|надо|обязан|обязаны|должен|должны|положены|положен|есть)$/

/** The second word counts for less than the first. */
const SECOND = 0.5

const REACH = 5

function positionsOf(text: string, terms: readonly Term[]): number[] {
  const all = words(text)
  let from = 0
  return terms.map(({ word }) => {
    const found = all.indexOf(word, from)
    if (found >= 0) from = found + 1
    return found
  })
}
