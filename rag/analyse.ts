/** Understands the words of a question: what each weighs, and what it may be called in documents. */
import { russianReadings, WRONG_LAYOUT_WORD } from './layout.ts'
import { CHATTER, SUPPORTING } from './question-words.ts'
import type { Statistics } from './statistics.ts'
import type { Thesaurus } from './thesaurus.ts'
import { similarStems } from './typos.ts'
import { STOP_WORDS, stem, words } from './words.ts'

export interface Term {
  /** As written in the question, normalised. */
  word: string
  stem: string
  /** How much the word says: rare ones more. */
  weight: number
  /** What documents may say instead; `share` tells how surely, from 0 to 1. A phrase is meant as a whole. */
  alternatives: readonly Alternative[]
}

export interface Alternative {
  stems: readonly string[]
  share: number
  /** False where the query's vector does without: a word that many passages hold is near them as it is. */
  inVector?: boolean
}

/** The question's words that can be looked for, in order. Politeness and question words are left out. */
export function analyse(text: string, statistics: Statistics, thesaurus: Thesaurus): Term[] {
  const typed = words(restoreLayout(text, statistics))
  const { all, stems, meant } = splitCompounds(typed, statistics, thesaurus)
  for (const source of [thesaurus, statistics.glossary]) {
    let end = 0
    for (let start = 0; start < all.length; start++) {
      end = expand(start, end, all, stems, meant, statistics, source)
    }
  }
  const abbreviations = [thesaurus.abbreviations, statistics.abbreviations].map(indexOf)
  for (let start = 0; start < all.length; start++) {
    abbreviate(start, all, stems, meant, abbreviations)
  }
  return all.flatMap((word, index): Term[] => {
    if (STOP_WORDS.has(word) || CHATTER.has(word)) return []
    const own = stems[index] ?? word
    const alternatives = meant[index] ?? new Map<string, Alternative>()
    const rare = (statistics.vocabulary.get(own) ?? 0) <= RARE
    const family = thesaurus.family(own)
    for (const each of family.filter((other) => statistics.vocabulary.has(other))) {
      alternatives.set(each, { stems: [each], share: FAMILY_SHARE, inVector: rare })
    }
    if (rare) {
      for (const each of statistics.relatives(own).slice(0, MOST_RELATIVES)) {
        if (!alternatives.has(each))
          alternatives.set(each, { stems: [each], share: RELATIVE_SHARE })
      }
    }
    // A word that the families know is spelt right, whether the index has it or not.
    if (family.length === 0 && !statistics.vocabulary.has(own))
      repair(own, alternatives, statistics)
    alternatives.delete(own)
    const weight =
      weightOf(own, alternatives, statistics) * (SUPPORTING.has(own) ? SUPPORT_SHARE : 1)
    return [{ word, stem: own, weight, alternatives: [...alternatives.values()] }]
  })
}

/** «методслужба» is looked for as «методический» and «служба», both with what the thesaurus says of the whole. */
function splitCompounds(typed: readonly string[], statistics: Statistics, thesaurus: Thesaurus) {
  const all: string[] = []
  const stems: string[] = []
  const meant: Map<string, Alternative>[] = []
  for (const word of typed) {
    const own = stem(word)
    const compound = statistics.vocabulary.has(own) ? null : thesaurus.split(word)
    const known = compound !== null && statistics.vocabulary.has(compound.rest)
    for (const part of known ? [compound.first, compound.rest] : [own]) {
      const said = new Map<string, Alternative>()
      if (known) {
        for (const entry of thesaurus.find([own], 0)) {
          for (const [place, each] of entry.meant.entries()) {
            say(said, each, THESAURUS_SHARE * FALLING ** place, statistics)
          }
        }
      }
      all.push(known ? part : word)
      stems.push(part)
      meant.push(said)
    }
  }
  return { all, stems, meant }
}

/** Words typed with the wrong layout or in Latin letters, where the index knows what they would be in Russian. */
export function restoreLayout(text: string, statistics: Statistics): string {
  return text.replace(WRONG_LAYOUT_WORD, (word) => {
    if (!/[a-z]/i.test(word) || statistics.vocabulary.has(word.toLowerCase())) return word
    const known = russianReadings(word).find(
      (reading) =>
        words(reading).length === 1 &&
        words(reading).every(
          (each) =>
            STOP_WORDS.has(each) || CHATTER.has(each) || statistics.vocabulary.has(stem(each)),
        ),
    )
    return known ?? word
  })
}

const THESAURUS_SHARE = 0.5
/** The thesaurus names the likeliest meaning first, and each of the others is as much less likely. */
const FALLING = 0.8
const PHRASE_SHARE = 0.95
/** Of the same word in another part of speech. */
const FAMILY_SHARE = 0.8
const RELATIVE_SHARE = 0.75
const MOST_RELATIVES = 6
/** A word in more passages than this needs no relatives to be found. */
const RARE = 2

/**
 * What the longest expression at `start` may be called; one within another that ends at `before` says nothing of its own
 * («школа» in «школа молодого педагога» is no school). Answers where the last expression ends now.
 */
function expand(
  start: number,
  before: number,
  all: readonly string[],
  stems: readonly string[],
  meant: Map<string, Alternative>[],
  statistics: Statistics,
  source: Pick<Thesaurus, 'find'>,
): number {
  const entries = source.find(stems, start, all)
  const longest = Math.max(0, ...entries.map(({ length }) => length))
  if (start + longest <= before) return before
  for (const entry of entries) {
    if (entry.length < longest) continue
    // An expression may say little by its words («за счет чего») and still must hold one that is not a stop word.
    const span = range(start, entry.length).filter((index) => !STOP_WORDS.has(all[index] ?? ''))
    for (const index of span) {
      for (const [place, each] of entry.meant.entries()) {
        say(meant[index], each, THESAURUS_SHARE * FALLING ** place, statistics)
      }
    }
  }
  return start + longest
}

/** What no document says would only be looked for in vain, and hide that the word may be mistyped. */
function say(
  alternatives: Map<string, Alternative> | undefined,
  stems: readonly string[],
  share: number,
  statistics: Statistics,
): void {
  if (!stems.some((each) => statistics.vocabulary.has(each))) return
  const name = stems.join(' ')
  const surest = Math.max(share, alternatives?.get(name)?.share ?? 0)
  alternatives?.set(name, { stems, share: surest })
}

function abbreviate(
  start: number,
  all: readonly string[],
  stems: readonly string[],
  meant: Map<string, Alternative>[],
  abbreviations: readonly AbbreviationIndex[],
): void {
  for (const { byWord, byStem } of abbreviations) {
    for (const { shortWords, long, longStems } of byWord.get(all[start] ?? '') ?? []) {
      if (!matches(all, start, shortWords)) continue
      meant[start]?.set(long, {
        stems: longStems.filter((each) => !STOP_WORDS.has(each)),
        share: PHRASE_SHARE,
      })
    }
    for (const { short, shortWords, said } of byStem.get(stems[start] ?? '') ?? []) {
      if (!matches(stems, start, said)) continue
      for (const index of range(start, said.length)) {
        meant[index]?.set(short, { stems: shortWords, share: PHRASE_SHARE })
      }
    }
  }
}

interface Abbreviation {
  short: string
  long: string
  shortWords: readonly string[]
  longStems: readonly string[]
  /** The long form as people say it. */
  said: readonly string[]
}

/** By what each begins with. */
interface AbbreviationIndex {
  byWord: ReadonlyMap<string, Abbreviation[]>
  byStem: ReadonlyMap<string, Abbreviation[]>
}

/** A list is made anew when it changes, and is gone with the statistics that it belongs to. */
const indexes = new WeakMap<readonly object[], AbbreviationIndex>()

function indexOf(list: readonly { short: string; long: string }[]): AbbreviationIndex {
  const known = indexes.get(list)
  if (known) return known
  const all = list.map(({ short, long }) => {
    const longStems = words(long).map(stem)
    const said = longStems.filter((each, index) => index > 0 || !LEVELS.has(each))
    return { short, long, shortWords: words(short), longStems, said }
  })
  const made = {
    byWord: Map.groupBy(all, ({ shortWords }) => shortWords[0] ?? ''),
    byStem: Map.groupBy(all, ({ said }) => said[0] ?? ''),
  }
  indexes.set(list, made)
  return made
}

/** A word that neither the index nor the thesaurus knows is mistyped, perhaps. */
function repair(own: string, alternatives: Map<string, Alternative>, statistics: Statistics): void {
  if (alternatives.size > 0) return
  for (const { stem: near, likeness } of similarStems(own, statistics)) {
    alternatives.set(near, { stems: [near], share: likeness })
  }
}

/** An unknown word with a meaning known to the index weighs as much as that; one without cannot be answered to. */
function weightOf(
  own: string,
  alternatives: Map<string, Alternative>,
  statistics: Statistics,
): number {
  if (statistics.vocabulary.has(own)) return statistics.weight(own)
  const known = [...alternatives.values()]
    .flatMap(({ stems }) => stems)
    .filter((each) => statistics.vocabulary.has(each))
    .map((each) => statistics.weight(each))
  return known.length > 0 ? Math.max(...known) : UNKNOWN_SHARE * statistics.weight(own)
}

const UNKNOWN_SHARE = 0.7
const SUPPORT_SHARE = 0.4

function matches(sequence: readonly string[], start: number, part: readonly string[]): boolean {
  return part.length > 0 && part.every((each, index) => sequence[start + index] === each)
}

function range(start: number, length: number): number[] {
  return Array.from({ length }, (_, index) => start + index)
}

/** Whose it is, is often left out: «методическая служба» is the municipality's own. */
const LEVELS: ReadonlySet<string> = new Set([
  'городск',
  'муниципальн',
  'районн',
  'региональн',
  'федеральн',
  'единый',
  'един',
])
