/** Finds people's names in Russian text: in full, with initials, inflected, and those after whom something is named. */
import { firstName } from './first-names.ts'
import {
  isPatronymic,
  isSurnameShaped,
  isTitle,
  leadsToHonour,
  leadsToPlace,
} from './name-shapes.ts'
import { type Token, tokensOf } from './name-tokens.ts'
import { unifyLetters } from './normalise.ts'
import { stem } from './words.ts'

export interface FoundName {
  start: number
  end: number
  text: string
  /** The surname's stem, null where only a first name or a patronymic is said. */
  surname: string | null
  /** First letters of first name and patronymic, as many as are known: 'мп', 'м', ''. */
  initials: string
  /** Something is named after this person («гимназия им. …»): public, and part of that thing's name. */
  honoured: boolean
}

/** All names in reading order; they do not overlap. */
export function findNames(text: string): FoundName[] {
  const tokens = tokensOf(text)
  const found: FoundName[] = []
  for (let at = 0; at < tokens.length; ) {
    const name = nameAt(tokens, at)
    if (name) found.push(described(text, tokens, name))
    at = name ? name.to + 1 : at + 1
  }
  return found
}

/** Whether two names may be one person's: the same surname, and no initial against it. */
export function mayBeSame(a: FoundName, b: FoundName): boolean {
  if (a.surname === null || b.surname === null) {
    return a.surname === b.surname && stemsOf(a.text) === stemsOf(b.text)
  }
  if (a.surname !== b.surname) return false
  return a.initials.startsWith(b.initials) || b.initials.startsWith(a.initials)
}

/** Tokens `from` to `to` are a name; the surname among them. */
interface Span {
  from: number
  to: number
  surname: number | null
}

function nameAt(tokens: Token[], at: number): Span | null {
  return (
    withInitials(tokens, at) ??
    withPatronymic(tokens, at) ??
    withFirstName(tokens, at) ??
    surnameAlone(tokens, at)
  )
}

/** «Иванова М. П.», «И.И. Иванов», «Иванова М.» */
function withInitials(tokens: Token[], at: number): Span | null {
  const token = tokens[at]
  if (!token) return null
  if (token.initial) {
    const last = tokens[at + 1]?.initial && tokens[at + 1]?.joined ? at + 1 : at
    const next = joinedTo(tokens, last)
    if (!next || !isNamePart(next)) return null
    if (last === at && !isSurnameShaped(next.lower)) return null
    return { from: at, to: last + 1, surname: last + 1 }
  }
  if (!isNamePart(token) || !joinedTo(tokens, at)?.initial) return null
  const last = joinedTo(tokens, at + 1)?.initial ? at + 2 : at + 1
  const shaped = isSurnameShaped(token.lower)
  const next = joinedTo(tokens, last)
  // «Гимназия В.А. Надькина»: the initials belong to what follows.
  if (!shaped && next && isNamePart(next) && isSurnameShaped(next.lower)) return null
  if (!shaped && last === at + 1) return null
  return { from: at, to: last, surname: at }
}

/** «Иванова Мария Петровна», «Марии Петровне Ивановой», «Мария Петровна», «мария петровна». */
function withPatronymic(tokens: Token[], at: number): Span | null {
  for (const place of [at, at + 1, at + 2]) {
    const patronymic = tokens[place]
    if (!patronymic || !isPatronymic(patronymic.lower)) continue
    const chain = tokens.slice(at + 1, place + 1).every(({ joined }) => joined)
    if (!chain || !tokens.slice(at, place).every(isWordOfName)) return null
    const first = tokens[place - 1]
    const known = place > at && first && firstName(first.lower) !== 'no'
    if (!patronymic.capital && !known) return null
    if (place === at) return patronymic.opens ? null : { from: at, to: at, surname: null }
    if (place === at + 2 && !maySurnameStand(tokens[at])) return null
    const after = joinedTo(tokens, place)
    if (place === at + 2) return { from: at, to: place, surname: at }
    const follows = after && (isNamePart(after) || (known && endsLikeSurname(after.lower)))
    return follows
      ? { from: at, to: place + 1, surname: place + 1 }
      : { from: at, to: place, surname: null }
  }
  return null
}

/** «Мария Иванова», «Иванова Мария», «Марии». */
function withFirstName(tokens: Token[], at: number): Span | null {
  const token = tokens[at]
  const next = joinedTo(tokens, at)
  if (!token) return null
  const kind = firstName(token.lower)
  if (kind !== 'no' && next && sameCase(token, next)) {
    const surname = next.capital ? isSurnameShaped(next.lower) : endsLikeSurname(next.lower)
    const unusual = kind === 'yes' && next.capital && isNamePart(next) && !token.opens
    if (surname || unusual) return { from: at, to: at + 1, surname: at + 1 }
  }
  if (next && endsLikeSurname(token.lower) && sameCase(token, next) && !isTitle(token.lower)) {
    if (firstName(next.lower) === 'yes' || (firstName(next.lower) !== 'no' && next.capital))
      return { from: at, to: at + 1, surname: at }
  }
  const alone =
    kind === 'yes' && token.capital && !token.quoted && !follows(tokens, at, leadsToPlace)
  return alone ? { from: at, to: at, surname: null } : null
}

/** «Иванову», where nothing says that it is a place or a kindergarten. */
function surnameAlone(tokens: Token[], at: number): Span | null {
  const token = tokens[at]
  if (!token || token.quoted || isTitle(token.lower)) return null
  // People in a hurry write surnames small; few other words end so.
  const small = /^\p{L}{2,}[ое]в[ау]$/u.test(token.lower) && token.lower.length >= 6
  if (!token.capital && !small) return null
  if (!endsLikeSurname(token.lower) || follows(tokens, at, leadsToPlace)) return null
  if (token.opens && !/(?:ов|ев)(?:а|у|ой|ым)?$/.test(token.lower)) return null
  // Towns end like surnames, and one is in a town, not in a person.
  if (/^(?:в|во|из|под)$/.test(tokens[at - 1]?.lower ?? '') && token.joined) return null
  return { from: at, to: at, surname: at }
}

function described(text: string, tokens: Token[], { from, to, surname }: Span): FoundName {
  const parts = tokens.slice(from, to + 1)
  const start = parts[0]?.start ?? 0
  const end = parts.at(-1)?.end ?? start
  const others = parts.filter((_, place) => from + place !== surname)
  return {
    start,
    end,
    text: text.slice(start, end),
    surname: surname === null ? null : stem(tokens[surname]?.lower ?? ''),
    initials: others.map(({ lower }) => lower[0] ?? '').join(''),
    honoured: isHonoured(tokens, from),
  }
}

/** «им. В.А. Надькина», «имени Героя Советского Союза Петрова»: up to six words after the marker, in one breath. */
function isHonoured(tokens: Token[], from: number): boolean {
  for (let at = from; at > 0 && at > from - 6; at -= 1) {
    const before = tokens[at - 1]
    if (before && leadsToHonour(before.lower)) return true
    if (!tokens[at]?.joined || (before && /^[а-я]{1,2}$/.test(before.lower))) return false
  }
  return false
}

function follows(tokens: Token[], at: number, leads: (word: string) => boolean): boolean {
  return [tokens[at - 1], tokens[at - 2]].some(
    (before) => before !== undefined && leads(before.lower),
  )
}

function joinedTo(tokens: Token[], at: number): Token | null {
  const next = tokens[at + 1]
  return next?.joined ? next : null
}

function isNamePart(token: Token): boolean {
  return token.capital && !token.initial && token.lower.length > 1 && !isTitle(token.lower)
}

function isWordOfName(token: Token): boolean {
  return (
    !token.initial &&
    !isTitle(token.lower) &&
    (token.capital || firstName(token.lower) !== 'no' || endsLikeSurname(token.lower))
  )
}

/** Before a first name at the start of a sentence may stand a verb as well: «Звонила Анна Петровна». */
function maySurnameStand(token: Token | undefined): boolean {
  if (!token || isTitle(token.lower)) return false
  if (isSurnameShaped(token.lower)) return true
  return (
    token.capital && !/(?:те|л|ла|ли|ло|ть|[ауеию]т|ся|сь|ая|ый|ой|ое|ые|ую)$/.test(token.lower)
  )
}

function sameCase(a: Token, b: Token): boolean {
  return a.capital === b.capital && !a.initial && !b.initial
}

/** The families of surnames that are told from other words by their end alone. */
function endsLikeSurname(word: string): boolean {
  return (
    word.length >= 5 &&
    /(?:[оеи]в|[иы]н)(?:а|у|ым|ой|ою|е|ы|ых)?$|(?:енко|чук|швили)$/.test(word) &&
    isSurnameShaped(word)
  )
}

function stemsOf(text: string): string {
  return (unifyLetters(text).match(/\p{L}+/gu) ?? []).map(stem).join(' ')
}
