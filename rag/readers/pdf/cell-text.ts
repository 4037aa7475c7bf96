/** The text of a table's cell on a page, its wrapped lines and broken words put together. */
import { joinLines } from '../wrap.ts'
import { type Line, linesOf } from './lines.ts'
import type { Piece } from './page.ts'

/** Lines of a cell are one text: cells are narrow, so their lines are wrapped, not meant. `right` is the cell's edge. */
export function cellText(pieces: Piece[], right: number, known: (word: string) => boolean): string {
  let text = ''
  let before: Line | undefined
  for (const line of linesOf(pieces, 0)) {
    const words = line.text.replaceAll('\t', ' ')
    if (text === '') text = words
    else if (/^[-–—•]\s/.test(words) && /[:;.]$/.test(text)) text += `\n${words}`
    else if (before && isBrokenWord(before, words, right, known)) text += words
    else text = joinLines(text, words, known)
    before = line
  }
  return text
}

/**
 * A column too narrow for a word breaks it anywhere, without a hyphen: «Меропр ⏎ иятие», «15.12.2 ⏎ 026». Such a line is
 * one piece of a word, has no room for another letter, and is no word that occurs elsewhere.
 */
function isBrokenWord(
  line: Line,
  next: string,
  right: number,
  known: (word: string) => boolean,
): boolean {
  if (/\s/.test(line.text) || !(/\p{L}$/u.test(line.text) ? /^\p{Ll}/u : /^\d/).test(next))
    return false
  const rest = /^[\p{L}\d]+/u.exec(next)?.[0] ?? ''
  const isWord =
    rest.length === 1 ? /[авиксоу]/.test(rest) : known(rest) || FUNCTION_WORDS.has(rest)
  if (isWord || known(line.text) || line.text.length + rest.length > 17) return false
  const character = (line.right - line.left) / line.text.length
  const padding = Math.min(line.height * 0.6, 6)
  return right - padding - line.right < character * 1.1
}

const FUNCTION_WORDS = new Set(
  'в во для до за из или их как ко на не но об от по при про под над с со то у что и а к о без'.split(
    ' ',
  ),
)
