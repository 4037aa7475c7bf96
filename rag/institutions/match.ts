/** Finds the institution that a person calls by free words: «двадцать первый садик», «школа 4», «Брусничка». */
import type { InstitutionFacts } from '../../db/institutions.ts'
import { normalise } from '../normalise.ts'
import { distance } from '../typos.ts'
import { stem, words } from '../words.ts'
import { kindOf, type NameKind, withoutKinds } from './kinds.ts'
import { numbersAndNames } from './numbers.ts'

/**
 * The institutions that the words may mean, likeliest first. A number that was said must be the institution's own; a
 * name may be mistyped; «садик» is never a school. Words that only name a kind find all of that kind.
 */
export function matchInstitutions<Known extends InstitutionFacts>(
  said: string,
  known: readonly Known[],
  { limit }: { limit: number },
): Known[] {
  return ranked(said, known)
    .slice(0, limit)
    .map(({ institution }) => institution)
}

/** The one institution that the words can only mean; null where they may mean another as well, or say only a kind. */
export function institutionMeant<Known extends InstitutionFacts>(
  said: string,
  known: readonly Known[],
): Known | null {
  const { numbers, names } = nameOf(said)
  if (numbers.length + names.length === 0) return null
  const [best, second] = ranked(said, known)
  if (!best || best.likeness < LEAST_SURE) return null
  return second && second.likeness > best.likeness - CLEARLY ? null : best.institution
}

/** The only one that has just these words as its full or a short name; letter case, quotes and signs aside. */
export function institutionNamed<Known extends InstitutionFacts>(
  said: string,
  known: readonly Known[],
): Known | null {
  const wanted = words(said).join(' ')
  const named = known.filter(({ name, short_names }) =>
    [name, ...short_names].some((one) => words(one).join(' ') === wanted),
  )
  return wanted !== '' && named.length === 1 ? (named[0] ?? null) : null
}

const LEAST = 0.5
const LEAST_SURE = 0.75
/** How much likelier than any other it must be. */
const CLEARLY = 0.08

function ranked<Known extends InstitutionFacts>(
  said: string,
  known: readonly Known[],
): { institution: Known; likeness: number }[] {
  const wanted = nameOf(said)
  if (wanted.numbers.length + wanted.names.length === 0 && wanted.kind === null) return []
  return known
    .map((institution) => ({ institution, likeness: likenessOf(wanted, institution) }))
    .filter(({ likeness }) => likeness >= LEAST)
    .sort(
      (one, other) =>
        other.likeness - one.likeness ||
        order.compare(one.institution.name, other.institution.name),
    )
}

const order = new Intl.Collator('ru', { numeric: true })

interface ReadName {
  kind: NameKind | null
  numbers: string[]
  /** Its own words, without the kind, the legal form and fillers. */
  names: string[]
}

function nameOf(text: string): ReadName {
  const said = normalise(text).replace(ENDING_AFTER_DIGITS, '$1')
  return { kind: kindOf(words(said)), ...numbersAndNames(withoutKinds(said)) }
}

/** «21-й», «4й». */
const ENDING_AFTER_DIGITS = /(\d)\s?-?\s?(?:ый|ой|ий|й|ая|я|ое|е|го|ого|ем|ом|м)(?!\p{L})/gu

/** The best of its full name and its short ones, each with the town it is in. */
function likenessOf(wanted: ReadName, institution: InstitutionFacts): number {
  const town = words(institution.territory)
  const own = [institution.name, ...institution.short_names].map(nameOf)
  const kind = own.find((name) => name.kind !== null)?.kind ?? null
  return Math.max(...own.map((name) => compare(wanted, name, kind, town)))
}

function compare(
  wanted: ReadName,
  name: ReadName,
  kind: NameKind | null,
  town: readonly string[],
): number {
  const fits = kindFit(wanted.kind, kind)
  if (fits === 0) return 0
  if (!wanted.numbers.every((number) => name.numbers.includes(number))) return 0
  const likenesses = wanted.names.map((word) => wordLikeness(word, [...name.names, ...town]))
  const parts = [...wanted.numbers.flatMap(() => [1, 1]), ...likenesses]
  if (parts.length === 0) return fits * 0.6
  const said = parts.reduce((sum, part) => sum + part, 0) / parts.length
  // Of two that hold all that was said, the one with less besides is meant.
  const others =
    name.names.length + name.numbers.length - wanted.names.length - wanted.numbers.length
  return said * fits - 0.01 * Math.min(9, Math.max(0, others))
}

/** How well what was said fits what it is; people call a lyceum a school. */
function kindFit(wanted: NameKind | null, kind: NameKind | null): number {
  if (wanted === null || wanted === kind) return 1
  if (kind === null) return 0.9
  return SCHOOLS.has(wanted) && SCHOOLS.has(kind) ? 0.8 : 0
}

const SCHOOLS: ReadonlySet<NameKind> = new Set(['school', 'lyceum', 'gymnasium'])

function wordLikeness(word: string, others: readonly string[]): number {
  let best = 0
  for (const other of others) best = Math.max(best, twoWords(word, other))
  return best
}

function twoWords(one: string, other: string): number {
  const [mine, theirs] = [stem(one), stem(other)]
  if (one === other || mine === theirs) return 1
  if (mine.length < 3 || theirs.length < 3) return 0
  if (theirs.startsWith(mine) && mine.length >= 4) return 0.9
  const allowed = Math.min(mine.length, theirs.length) < 5 ? 1 : 2
  const slips = distance(one, other, allowed)
  return slips <= allowed ? 0.9 - slips / 10 : 0
}
