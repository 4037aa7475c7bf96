/** Reads off a document that it is a new wording of an earlier one, and of which date. */
import { readDate } from './dates.ts'
import type { Passage } from './passage.ts'

/** A new wording says so above its text, not somewhere in it. */
export function isRevised(passages: Passage[]): boolean {
  return passages.some(
    (passage) =>
      passage.kind === 'title' &&
      /(?:в|новая)\s+(?:новой\s+)?(?:редакци|ред\.)/iu.test(passage.text),
  )
}

/** The latest date after «в редакции», above the text. */
export function revisionDate(passages: Passage[]): string | null {
  const title = passages.flatMap(({ kind, text }) => (kind === 'title' ? [text] : [])).join(' ')
  const at = title.search(/редакци|в ред\.|с изменениями/iu)
  if (at === -1) return null
  const dates = title
    .slice(at, at + 1000)
    .split(/(?<!\p{L})от\s/iu)
    .map(readDate)
  return (
    dates
      .filter((date) => date !== null)
      .sort()
      .at(-1) ?? null
  )
}
