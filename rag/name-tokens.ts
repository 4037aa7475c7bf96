/** Words and initials of a text with what their surroundings say about them. */
import { unifyLetters } from './normalise.ts'

export interface Token {
  text: string
  lower: string
  start: number
  end: number
  initial: boolean
  capital: boolean
  /** Nothing but a space lies between this token and the one before. */
  joined: boolean
  /** The first word of a sentence, a line or a cell: its capital says nothing. */
  opens: boolean
  /** Alone in quotation marks: «Надежда» is a kindergarten. */
  quoted: boolean
}

/** In reading order; punctuation is told by what it does to its neighbours. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of text.matchAll(/\p{Lu}\.|\p{L}+(?:-\p{L}+)*/gu)) {
    const word = match[0]
    const gap = text.slice(end, match.index)
    const initial = word.endsWith('.')
    tokens.push({
      text: word,
      lower: unifyLetters(initial ? word.slice(0, -1) : word),
      start: match.index,
      end: match.index + word.length,
      initial,
      capital: /^\p{Lu}/u.test(word),
      joined: tokens.length > 0 && /^[ \t\u00a0]{0,2}(?:\n[ \t]*)?$/.test(gap),
      opens: tokens.length === 0 || /[.!?…;|•)]\s*$|\n\s*$|[.!?…]\s*[«"–—-]?\s*$/.test(gap),
      quoted: /[«"„“]\s*$/.test(gap) && /^\s*[»"“”]/.test(text.slice(match.index + word.length)),
    })
    end = match.index + word.length
  }
  return tokens
}
