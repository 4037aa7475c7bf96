/** Learns what a document calls for short: «… сопровождения (далее – МСНМС)», «городской тьюторский центр (ГТЦ)». */
import type { Passage } from './passage.ts'

export interface Abbreviation {
  short: string
  /** As the document writes it, in whatever case it stands there; definitions come first, in the nominative. */
  long: string
}

/** One entry for each short form; the first place that explains it wins. */
export function learnAbbreviations(passages: Pick<Passage, 'kind' | 'text'>[]): Abbreviation[] {
  const learned = new Map<string, Abbreviation>()
  const ordered = [
    ...passages.filter((passage) => passage.kind === 'definition'),
    ...passages.filter((passage) => passage.kind !== 'definition'),
  ]
  for (const { text } of ordered) {
    for (const abbreviation of [...inBrackets(text), ...beforeDash(text)]) {
      if (!learned.has(abbreviation.short)) learned.set(abbreviation.short, abbreviation)
    }
  }
  return [...learned.values()]
}

const CAPITALS = '[А-ЯЁA-Z][А-ЯЁа-яёA-Z]{0,12}[А-ЯЁA-Z]+[а-яё]{0,2}'
const SHORT = new RegExp(`^(?:[а-яё]{3,15} )?${CAPITALS}(?: ${CAPITALS}){0,2}$`, 'u')

function inBrackets(text: string): Abbreviation[] {
  const found: Abbreviation[] = []
  for (const match of text.matchAll(/\(([^()]{2,150})\)/gu)) {
    const inside = match[1] ?? ''
    const named = /^далее(?: по тексту)?(?: именуе\p{L}+)?\s*[–—:-]?\s*(.+)$/iu.exec(inside)?.[1]
    const before = text.slice(0, match.index)
    for (const piece of (named ?? inside).split(/[,;]\s*/)) {
      const short = piece.replace(/[«»"]/g, '').replace(/\s+/g, ' ').trim()
      if (!SHORT.test(short)) continue
      const long = spelledOut(short, before, named !== undefined)
      if (long) found.push({ short, long })
    }
  }
  return found
}

/** «ЦНППМПР – Центр непрерывного повышения …» at the beginning of a line, or in a list: «Сокращения: ФГ – …; КО – …». */
function beforeDash(text: string): Abbreviation[] {
  const found: Abbreviation[] = []
  for (const [, short = '', rest = ''] of text.matchAll(BEFORE_DASH)) {
    if (spells(lettersOf(short), wordsOf(rest)) !== null) found.push({ short, long: rest.trim() })
  }
  return found
}

const BEFORE_DASH = new RegExp(
  `(?:^|[;:]\\s)(${CAPITALS}(?: ${CAPITALS}){0,2})\\s[–—-]\\s([^;.(]{5,200})`,
  'gu',
)

/**
 * The end of `before` that `short` stands for: from the word where the initials begin to spell it. An announced short
 * form («далее») may fit by its first letters only.
 */
function spelledOut(short: string, before: string, announced: boolean): string | null {
  const sentence = before.slice(before.search(/[^.;:!?]*$/u)).trimEnd()
  const words = wordsOf(sentence)
  const letters = lettersOf(short)
  let loose: number | null = null
  for (let start = words.length - 1; start >= Math.max(0, words.length - 25); start--) {
    const fit = spells(letters, words.slice(start))
    if (fit === 'whole') return withoutPlace(sentence.slice(words[start]?.at ?? 0))
    if (fit === 'begun' && announced) loose = start
  }
  return loose === null ? null : withoutPlace(sentence.slice(words[loose]?.at ?? 0))
}

/** «… службы города Саянска» is the service's name and where it is; a quotation mark without its pair goes. */
function withoutPlace(text: string): string {
  const long = text.replace(PLACE, '').trim()
  return long.includes('«') ? long : long.replaceAll('»', '')
}

const PLACE =
  /\s(?:города|г\.|на территории|муниципального образования|городского округа|муниципального района)\s.*$/u

interface Word {
  at: number
  /** A compound word gives an initial for each of its parts. */
  initials: string
  small: boolean
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{L}[\p{L}\p{N}]*(?:\s?-\s?\p{L}+)*/gu)].map((match) => ({
    at: match.index,
    initials: match[0]
      .split(/\s?-\s?/)
      .map((part) => part.slice(0, 1).toUpperCase())
      .join(''),
    small: /^(?:и|по|в|на|с|к|о|об|для|при|из)$/iu.test(match[0]),
  }))
}

/** «программа ДПО» is spelled by its capitals; «и» in «ДОиМП» by itself. */
function lettersOf(short: string): string {
  return short
    .replace(/(?<=^|\s)[а-яё]+\s/gu, '')
    .replace(/\s/g, '')
    .toUpperCase()
}

/** Whether the words' initials spell the letters from the first word on: wholly, at least two of them, or not. */
function spells(letters: string, words: Word[]): 'whole' | 'begun' | null {
  let matched = 0
  let first = true
  for (const word of words) {
    const rest = letters.slice(matched)
    if (rest === '') return 'whole'
    if (rest.startsWith(word.initials)) matched += word.initials.length
    else if (rest.startsWith(word.initials.slice(0, 1))) matched += 1
    else if (!word.small || first) break
    first = false
  }
  if (matched === letters.length) return 'whole'
  return matched >= 2 ? 'begun' : null
}
