/** Recognises municipalities in questions, in any case and as adjectives: «в Сарове», «саровской». */
import { normalise } from './normalise.ts'
import type { Statistics } from './statistics.ts'
import { TOWNS } from './towns.ts'
import { stem } from './words.ts'

export interface NamedPlaces {
  /** Territories of the index that the question names. */
  known: string[]
  /** A town that the question names and the index does not have, as written; null where there is none. */
  unknown: string | null
  /** The question's words that name a place: they are not looked for in the text. */
  words: ReadonlySet<string>
}

/** The places that a question names. */
export function findPlaces(question: string, statistics: Statistics): NamedPlaces {
  const tokens = [...question.matchAll(/[\p{L}]+(?:-[\p{L}]+)*/gu)].map(([token]) => token)
  const known = new Set<string>()
  const words = new Set<string>()
  let unknown: string | null = null
  for (const [index, token] of tokens.entries()) {
    const word = normalise(token)
    const territory = statistics.territories.find((name) => isFormOf(word, rootOf(name)))
    if (territory !== undefined) {
      for (const name of statistics.territories) if (sameTerritory(name, territory)) known.add(name)
      words.add(word)
    } else if (unknown === null && isTown(token, normalise(tokens[index - 1] ?? ''), statistics)) {
      unknown = token
      words.add(word)
    }
  }
  return { known: [...known], unknown, words }
}

/** Whether two names mean one municipality: «Качканар» and «Качканарский городской округ». */
export function sameTerritory(one: string, other: string): boolean {
  return townRoot(one) === townRoot(other)
}

/** The territories of the index that are the asker's own. */
export function ownTerritories(municipality: string, statistics: Statistics): string[] {
  return statistics.territories.filter((name) => sameTerritory(name, municipality))
}

const GENERIC =
  /^(?:г|гор|город|города|городе|городской|городского|городском|округ|округа|округе|го|мо|муниципальное|муниципального|муниципальный|образование|образования|район|района|районе|муниципальном|область|области|край|края|республика|поселок|пгт|зато|село)$/

const roots = new Map<string, string>()

/** What all forms of the name begin with. */
function rootOf(name: string): string {
  const known = roots.get(name)
  if (known !== undefined) return known
  const parts = normalise(name)
    .split(/[^а-яa-z0-9-]+/)
    .filter((part) => part !== '' && !GENERIC.test(part))
  const root = (parts[0] ?? normalise(name))
    .replace(/(?<=.{4})(?:ский|ского|скому|ском|ская|ской|ское)$/, '')
    .replace(/(?:[аеиоуыяюьй]|ый|ий|ой)$/, '')
  roots.set(name, root)
  return root
}

/** «Тихоборск» and «Тихоборский округ» have the town's own «ск» in common, or neither has it. */
const townRoot = (name: string) => rootOf(name).replace(/(?<=.{3})ск$/, '')

const CASE =
  /^(?:|а|у|ом|ем|е|ы|и|ой|ою|ей|ь|я|ю|ью|ых|ам|ами|ах|ого|ому|ый|ий|ым|им|ая|ую|ое|ие|их|ими)$/
/** «В Тихоборске», where the index has «Тихоборский округ». */
const TOWN_OF_DISTRICT = /^ск(?:а|у|ом|е)?$/
const ADJECTIVE = /^(?:н|ен|ин|ов|ев)?(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими|и)$/

function isFormOf(word: string, root: string): boolean {
  if (root.length < 3 || !word.startsWith(root)) return false
  const rest = word.slice(root.length)
  return CASE.test(rest) || ADJECTIVE.test(rest) || TOWN_OF_DISTRICT.test(rest)
}

/** Names that are also words of every day: they need «город» or a capital letter after a preposition. */
const ORDINARY =
  /^(?:мирный|лесной|светлый|свободный|советский|октябрьский|первомайск|заречный|майский|строитель|удачный|ясный|родники|шахты|тайга|грязи|орел|бор|луга|сокол|остров|покров|пласт|обь|оса|зима|кола|тара|печора|ленинск|городище|заволжье|дедовск|волхов|донской|коммунар|радужный|отрадный|отрадное|приволжск|московский|полярный|благодарный|изобильный|прохладный|дзержинский|данилов|александров|петровск|суворов|гагарин|чехов|киров|королев|семенов|серов|калинин|чкаловск|жуковский|волжский|вяземский|пушкин|лермонтов|макаров|михайловка|куса|кемь|онега|озеры|рыбное|котово|родники|каменка|красный-сулин|горячий-ключ|владимир|тверь|руза|ревда|терек|баксан|сураж|аша|реж|сим|шали|курск|почеп|починок|ростов|сорск|галич|лиски|маркс|энгельс|ершов|бобров|уварово|донецк|азов|плес|пионерский|янтарный|кедровый|жуков|малышев|нестеров|гурьев|белоярский|межгорье|шилка|керчь|поляны)$/

function isTown(token: string, before: string, statistics: Statistics): boolean {
  const word = normalise(token)
  if (word.length < 4 || statistics.vocabulary.has(stem(word))) return false
  const town = townOf(word, before)
  if (town === null) return false
  const namedSo = /^(?:г|город|городе|города|городу)$/.test(before)
  const capital = /^[А-ЯЁ]/.test(token) && /^(?:в|во|из|по|для|о|об|на|под)$/.test(before)
  return namedSo || (ORDINARY.test(town) ? capital : word.length >= 5)
}

let towns: Map<string, string[]> | null = null

/** A town of which `word` is a form; of «Нижний Тагил» the second word is, and the first one stands `before` it. */
function townOf(word: string, before: string): string | null {
  towns ??= byBeginning(TOWNS)
  for (const name of towns.get(word.slice(0, 3)) ?? []) {
    const [first = '', second] = name.split(' ')
    if (
      isFormOf(word, rootOf(second ?? first)) &&
      (!second || before.startsWith(first.slice(0, -2)))
    ) {
      return name
    }
  }
  return null
}

function byBeginning(names: ReadonlySet<string>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const name of names) {
    const normal = normalise(name)
    const start = (normal.split(' ').at(-1) ?? normal).slice(0, 3)
    found.set(start, [...(found.get(start) ?? []), normal])
  }
  return found
}
