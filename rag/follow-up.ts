/** Completes an elliptical question («а для молодых педагогов?») with what the one before was about. */
import { STOP_WORDS, words } from './words.ts'

/** The question as it would be asked alone: what the one before was about, and what is new. */
export function continued(text: string, previous: { text: string }): string {
  return `${previous.text} ${text}`
}

/** Whether the question begins as a continuation or points back, and has few words of its own. */
export function isElliptical(text: string): boolean {
  const all = words(text)
  const own = all.filter((word) => !STOP_WORDS.has(word))
  const opens = /^\s*(?:а|и|но|ну а|а если|тогда|то есть|также)\s/i.test(text)
  const pointsBack = all.some((word) =>
    /^(?:он|она|они|оно|это|этот|эта|эти|этого|этой|его|ее|их|там|туда|тогда|такой|такие)$/.test(
      word,
    ),
  )
  return own.length <= 1 || (own.length <= 4 && (opens || pointsBack))
}
