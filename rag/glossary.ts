/** Reads what a methodist writes for the glossary: «ШМУ = школа молодого учителя», a line for each entry. */
import type { GlossaryEntry, NewGlossaryEntry } from '../db/glossary.ts'
import { STOP_WORDS, words } from './words.ts'

export type GlossaryFault =
  /** No «=» and no dash between two sides. */
  | 'no-sign'
  /** One side has no words. */
  | 'no-term'
  | 'no-meaning'
  | 'long-term'
  | 'long-meaning'
  /** The term is made of words that every question has. */
  | 'common-term'
  /** Both sides are the same. */
  | 'same'
  /** The same term stands in an earlier line. */
  | 'repeated'

export interface ReadGlossary {
  entries: NewGlossaryEntry[]
  faults: { line: number; text: string; fault: GlossaryFault }[]
}

export const LONGEST_TERM = 60
export const LONGEST_MEANING = 200

/** Between the sides: a hyphen only with spaces around it, for it also stands inside words. */
const SIGN = /\s*[=—–]\s*|\s+-\s+/u

/** Whether somebody means to write an entry. */
export function looksLikeEntry(text: string): boolean {
  return SIGN.test(text.trim())
}

/** The entries of a message, and what is wrong with its other lines. Terms parted by commas are entries of their own. */
export function readGlossaryText(text: string): ReadGlossary {
  const read: ReadGlossary = { entries: [], faults: [] }
  const keys = new Set<string>()
  for (const [index, line] of text.split('\n').entries()) {
    const written = withoutBullet(line)
    if (written === '') continue
    for (const made of entriesOf(written)) {
      const fault = 'fault' in made ? made.fault : keys.has(made.key) ? 'repeated' : null
      if (fault !== null) read.faults.push({ line: index + 1, text: written, fault })
      else if ('key' in made) {
        keys.add(made.key)
        read.entries.push(made)
      }
    }
  }
  return read
}

/** An entry of the two sides, either of which may be the short one. */
export function glossaryEntry(
  left: string,
  right: string,
): NewGlossaryEntry | { fault: GlossaryFault } {
  const [term, meaning] = inOrder(bare(left), bare(right))
  const [key, said] = [words(term), words(meaning)]
  const fault = faultOf({ term, meaning, key, said })
  if (fault !== null) return { fault }
  return {
    kind: isShort(term) || spells(term, said) ? 'abbreviation' : 'everyday',
    term,
    meaning,
    key: key.join(' '),
    searchText: [...key, ...said].join(' '),
  }
}

/** The glossary as a text that can be read again. */
export function glossaryText(entries: readonly Pick<GlossaryEntry, 'term' | 'meaning'>[]): string {
  return entries.map(({ term, meaning }) => `${term} = ${meaning}\n`).join('')
}

function entriesOf(line: string): (NewGlossaryEntry | { fault: GlossaryFault })[] {
  const sign = SIGN.exec(line)
  if (sign === null) return [{ fault: 'no-sign' }]
  const [left, right] = [line.slice(0, sign.index), line.slice(sign.index + sign[0].length)]
  // «рулит, заправляет = руководитель» are two words of one meaning; a long form may have commas of its own.
  const terms = isShort(bare(right)) ? [left] : left.split(',').filter((part) => part.trim() !== '')
  return terms.length === 0
    ? [{ fault: 'no-term' }]
    : terms.map((term) => glossaryEntry(term, right))
}

function faultOf({
  term,
  meaning,
  key,
  said,
}: {
  term: string
  meaning: string
  key: string[]
  said: string[]
}): GlossaryFault | null {
  if (key.length === 0) return 'no-term'
  if (said.every((word) => STOP_WORDS.has(word))) return 'no-meaning'
  if (term.length > LONGEST_TERM) return 'long-term'
  if (meaning.length > LONGEST_MEANING) return 'long-meaning'
  if (key.join(' ') === said.join(' ')) return 'same'
  if (!isShort(term) && key.every((word) => STOP_WORDS.has(word) || word.length < 2))
    return 'common-term'
  return null
}

/** «школа молодого учителя = ШМУ» says the same as the other way round. */
function inOrder(left: string, right: string): [string, string] {
  return isShort(right) && !isShort(left) ? [right, left] : [left, right]
}

/** One word with two capitals or more: «ШМУ», «ДОиМП», «ЦНППМ-2». */
function isShort(text: string): boolean {
  return /^(?=(?:.*\p{Lu}){2})[\p{L}\p{N}.-]{2,15}$/u.test(text)
}

/** Written small, an abbreviation is known by its words: «шму» and «школа молодого учителя». */
function spells(term: string, said: readonly string[]): boolean {
  const initials = (part: readonly string[]) => part.map((word) => word.charAt(0)).join('')
  const letters = words(term).join('')
  if (letters.length < 2 || said.length < 2) return false
  return [initials(said), initials(said.filter((word) => !STOP_WORDS.has(word)))].includes(letters)
}

function withoutBullet(line: string): string {
  return line.replace(/^\s*(?:[•*–—-]\s+|\d{1,3}[.)]\s+)?/u, '').trim()
}

/** Without the quotation marks around it, the full stop after it, and a hyphen that belongs to no word. */
function bare(side: string): string {
  return side
    .trim()
    .replace(/[\s;.,-]+$/u, '')
    .replace(/^[«"„](.+)[»"“]$/u, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
