/** Names of people as lists write them: taken apart in any order, and compared with room for slips of the pen. */
import { firstName } from '../first-names.ts'
import { isPatronymic } from '../name-shapes.ts'
import { normalise } from '../normalise.ts'
import { distance } from '../typos.ts'
import { isSameFirstName } from './short-names.ts'

/** In normal form; a part may be an initial, «м», or not be said. */
export interface PersonName {
  surname: string
  first: string | null
  patronymic: string | null
}

/** «same»: nobody would doubt it; «perhaps»: a person has to decide. */
export type Likeness = 'same' | 'perhaps' | 'no'

/** «Иванова Мария Петровна», «М. П. Иванова», «Мария Иванова»; null where there is no surname or nothing beside it. */
export function parseName(text: string): PersonName | null {
  const parts = normalise(text)
    .replace(/\(.*?\)/g, ' ')
    .replace(/(?<=(?:^|[\s.])\p{L})\.?(?=\s|\.|$)/gu, ' ')
    .match(/\p{L}+(?:-\p{L}+)*/gu)
  if (!parts || parts.length < 2 || parts.length > 4) return null
  return nameOf(parts)
}

/** The same from three columns. */
export function nameOfParts(surname: string, first: string, patronymic: string): PersonName | null {
  const [family] = wordsIn(surname)
  const [given] = wordsIn(first)
  const [father] = wordsIn(patronymic)
  return family && given ? { surname: family, first: given, patronymic: father ?? null } : null
}

/** One spelling for a name: for telling people apart who are spelled alike. */
export function keyOfName({ surname, first, patronymic }: PersonName): string {
  return [surname, first ?? '', patronymic ?? ''].join(' ').trim()
}

/** Whether two names may be one person's. `slips` counts the letters in which they differ. */
export function compareNames(
  one: PersonName,
  other: PersonName,
): { likeness: Likeness; slips: number } {
  // In this order, because surnames take longest.
  const first = slipsOfPart(one.first, other.first, isOtherFirstName)
  if (first === 'no') return NOT_ONE
  const patronymic = slipsOfPart(one.patronymic, other.patronymic, () => false)
  if (patronymic === 'no') return NOT_ONE
  const surname = slipsOfSurname(one.surname, other.surname)
  if (surname === null) return NOT_ONE
  // A woman's and a man's form of one surname are two people's, unless the first names show that one is mistyped.
  if (isOtherGender(one.surname, other.surname) && !isWhole(first)) return NOT_ONE
  const slips = surname + slipsIn(first) + slipsIn(patronymic)
  const whole = isWhole(first) && isWhole(patronymic)
  const byInitials = first !== 'unknown' && patronymic === 'initial'
  // «Белова» and «Беляева» are two surnames: more than one slip in it is left to a person.
  if (whole && slips <= 2 && surname <= 1) return { likeness: 'same', slips }
  // A patronymic that one of the two does not say: any slip besides is one too many.
  if (isWhole(first) && !isWhole(patronymic) && slips === 0) return { likeness: 'same', slips }
  if (byInitials && surname === 0 && slips === 0) return { likeness: 'same', slips }
  return { likeness: slips <= 2 ? 'perhaps' : 'no', slips }
}

const NOT_ONE = { likeness: 'no', slips: Number.POSITIVE_INFINITY } as const

/** Of one part: how many slips, or that only initials agree, or that one of them does not say it. */
type Part = number | 'initial' | 'unknown' | 'no'

function isWhole(part: Part): boolean {
  return typeof part === 'number'
}

function slipsIn(part: Part): number {
  return typeof part === 'number' ? part : 0
}

function nameOf(parts: readonly string[]): PersonName | null {
  const rest = [...parts]
  const father = rest.findIndex((part, place) => place > 0 && isPatronymic(part))
  const patronymic = father < 0 ? null : rest.splice(father, 1)[0]
  const initials = rest.filter(({ length }) => length === 1)
  const words = rest.filter(({ length }) => length > 1)
  // «Иванова М. П.», «М. П. Иванова»: what is written out is the surname.
  if (words.length === 1 && initials.length > 0) {
    const [surname = ''] = words
    return { surname, first: initials[0] ?? null, patronymic: patronymic ?? initials[1] ?? null }
  }
  // A name before its patronymic is the first name, wherever the surname stands.
  const given = patronymic ? father - 1 : words.findIndex(isFirstName)
  // A list begins with the surname where nothing tells which is which.
  const place = given >= 0 ? given : 1
  const first = words[place]
  const surname = words.find((_, index) => index !== place)
  if (!surname || !first) return null
  return { surname, first, patronymic: patronymic ?? initials[0] ?? words[2] ?? null }
}

/** «Анна-Мария», too. */
function isFirstName(word: string): boolean {
  return word.split('-').every((part) => firstName(part) !== 'no')
}

/** Null for another surname. */
function slipsOfSurname(one: string, other: string): number | null {
  if (one === other) return 0
  // «Иванова-Петрова» goes by either.
  if (one.split('-').includes(other) || other.split('-').includes(one)) return 1
  const allowed = Math.min(one.length, other.length) < 5 ? 1 : 2
  if (Math.abs(one.length - other.length) > allowed) return null
  const slips = distance(one, other, allowed)
  return slips <= allowed ? Math.max(0.5, slips) : null
}

function isOtherGender(one: string, other: string): boolean {
  return isFeminineOf(one, other) || isFeminineOf(other, one)
}

function isFeminineOf(one: string, other: string): boolean {
  return one === `${other}а` || (one !== other && /ая$/.test(one) && /[иоы]й$/.test(other))
}

function slipsOfPart(
  one: string | null,
  other: string | null,
  isOther: (one: string, other: string) => boolean,
): Part {
  if (one === null || other === null) return 'unknown'
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 'initial' : 'no'
  if (one === other) return 0
  if (isSameFirstName(one, other)) return 0.5
  if (isOther(one, other)) return 'no'
  if (Math.abs(one.length - other.length) > 1) return 'no'
  const slips = distance(one, other, 1)
  return slips <= 1 && one.length > 3 ? slips : 'no'
}

/** «Анна» and «Инна» are one letter apart and two people. */
function isOtherFirstName(one: string, other: string): boolean {
  return firstName(one) !== 'no' && firstName(other) !== 'no' && !isVariant(one, other)
}

/** «Наталья» and «Наталия» are one name. */
function isVariant(one: string, other: string): boolean {
  return one.replace(/ь(?=[яе])/g, 'и') === other.replace(/ь(?=[яе])/g, 'и')
}

function wordsIn(text: string): string[] {
  return normalise(text).match(/\p{L}+(?:-\p{L}+)*/gu) ?? []
}
