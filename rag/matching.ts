/** What a passage is found by: its own normalised text, and the words around it that say what it is about. */
import { normalise } from './normalise.ts'
import type { Passage } from './passage.ts'

export interface Searchable {
  text: string
  context: string
}

/**
 * For the passages of a document, one by one: of a long one all at once would keep the rest of the program waiting. The
 * context holds the title, headings, the stem of its clause and column headers.
 */
export function searchableIn(
  passages: readonly Passage[],
  title: string,
): (passage: Passage) => Searchable {
  const stems = new Map(
    passages.filter(({ ordinal, unit }) => ordinal === unit).map(({ unit, text }) => [unit, text]),
  )
  return (passage) => {
    const stem = passage.ordinal === passage.unit ? '' : (stems.get(passage.unit) ?? '')
    const headers = (passage.cells ?? []).map((cell) => cell.header)
    const context = [title, ...passage.path.slice(0, -1), ownName(passage), stem, ...headers]
    return { text: normalise(passage.text), context: normalise(unique(context).join('\n')) }
  }
}

/** The last of the path is a number, which finds nothing, or a heading, which does. */
function ownName(passage: Passage): string {
  const last = passage.path.at(-1) ?? ''
  return /^(?:[\d.]+|строка \d.*)$/u.test(last) || passage.text.includes(last) ? '' : last
}

function unique(pieces: string[]): string[] {
  return [...new Set(pieces.filter((piece) => piece !== ''))]
}
