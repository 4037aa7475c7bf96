/** Recognises which document in force a new one is a later, or an earlier, edition of. */
import type { Edition } from '../db/documents.ts'
import { normalise } from './normalise.ts'
import type { DocumentDescription } from './passage.ts'

export type Kinship =
  /** Takes the place of the edition in force. */
  | { kind: 'newer'; edition: Edition }
  /** The edition in force is later than this one. */
  | { kind: 'older'; edition: Edition }
  /** Looks like the edition in force, but nothing says which is the later one. */
  | { kind: 'unclear'; edition: Edition }

export interface Newcomer extends DocumentDescription {
  source: string
  /** The document says «в редакции …», «новая редакция». */
  revised: boolean
  /** ISO date of the latest change that it takes in. */
  revisedOn: string | null
}

/** What each of them says happened once: a later one of the same title is another, not a new edition. */
const EVENTS = new Set(['протокол', 'письмо', 'справка', 'отчёт'])

/** Null where the newcomer is a document of its own. */
export function findKinship(newcomer: Newcomer, current: Edition[]): Kinship | null {
  if (EVENTS.has(newcomer.kind)) return null
  const akin = current
    .filter((edition) => isSameDocument(newcomer, edition))
    .sort(
      (one, other) => likeness(newcomer.title, other.title) - likeness(newcomer.title, one.title),
    )
  const edition = akin[0]
  return edition ? { kind: compare(newcomer, edition), edition } : null
}

function isSameDocument(newcomer: Newcomer, edition: Edition): boolean {
  return (
    edition.kind === newcomer.kind &&
    sameOrUnsaid(newcomer.territory, edition.territory, false) &&
    sameOrUnsaid(newcomer.issuer, edition.issuer, true) &&
    likeness(newcomer.title, edition.title) >= 0.85
  )
}

function compare(newcomer: Newcomer, edition: Edition): Kinship['kind'] {
  const [date, current] = [newcomer.issuedOn, edition.issued_on]
  if (date && current) {
    if (date > current) return 'newer'
    if (date < current) return 'older'
    if (newcomer.number !== edition.number) return 'unclear'
    // One act in two wordings: files do not always come in their order.
    const [revision, known] = [newcomer.revisedOn ?? '', edition.revised_on ?? '']
    if (revision < known) return 'older'
    // The same act once more: a corrected file, or the same text in another format.
    return 'newer'
  }
  if (newcomer.revised || newcomer.source === edition.source) return 'newer'
  return 'unclear'
}

function sameOrUnsaid(one: string | null, other: string | null, unsaid: boolean): boolean {
  if (one === null || other === null) return unsaid || one === other
  return wordsOf(one).join(' ') === wordsOf(other).join(' ')
}

/**
 * From 0 to 1: the share of words that both titles have. Titles of different years or numbers are of different
 * documents: «План на 2026 год», «План на 2027 год».
 */
export function likeness(one: string, other: string): number {
  const [first, second] = [wordsOf(one), wordsOf(other)]
  const digits = (words: string[]) => words.filter((word) => /\d/.test(word)).join(' ')
  if (digits(first) !== digits(second)) return 0
  const common = new Set(first.filter((word) => second.includes(word))).size
  return (2 * common) / (new Set(first).size + new Set(second).size || 1)
}

/** Beginnings of words: an edition may say «организаций» where the last one said «организации». */
function wordsOf(title: string): string[] {
  const bare = normalise(title).replace(
    /[(,]?\s*(?:в редакции|в ред\.|с изменениями|новая редакция).*$/u,
    '',
  )
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    /\d/.test(word) ? word : word.slice(0, 6),
  )
}
