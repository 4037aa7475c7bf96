/** Tells from the words of a question alone how often documents say what such questions ask: they seldom name a pay or a telephone. */
import type { Kind } from './kind.ts'
import type { Thesaurus } from './thesaurus.ts'
import { stem, words } from './words.ts'

/**
 * What learning goes by: each word as the first of its family (`word:доплат`), what an expression may be called
 * (`means:стимулир`), what is asked for (`asks:when`). Figures are left out; names are for fitting to leave out, which takes
 * only what is met in questions from several towns.
 */
export function traitsOf(
  question: string,
  kinds: ReadonlySet<Kind>,
  thesaurus: Thesaurus,
): ReadonlySet<string> {
  const all = words(question)
  const stems = all.map(stem)
  const meant = stems.flatMap((_, start) =>
    thesaurus.find(stems, start, all).flatMap(({ meant: [first] }) => (first ? [first] : [])),
  )
  return new Set([
    ...stems
      .filter((each) => !/\d/.test(each))
      .map((each) => `word:${firstOfFamily(each, thesaurus)}`),
    ...meant.map((together) => `means:${together.join('+')}`),
    ...[...kinds].map((kind) => `asks:${kind}`),
  ])
}

/** Sum of the weights learned for the traits: above 0 for questions such as documents answer. */
export function statedness(
  traits: ReadonlySet<string>,
  learned: Readonly<Record<string, number>>,
): number {
  let sum = 0
  for (const trait of traits) sum += learned[trait] ?? 0
  return sum
}

function firstOfFamily(own: string, thesaurus: Thesaurus): string {
  return thesaurus.family(own).reduce((first, each) => (each < first ? each : first), own)
}
