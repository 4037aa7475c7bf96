/** Completes an elliptical question («а для молодых педагогов?») with what the one before was about. */
import { STOP_WORDS, words } from './words.ts'

const OPENS = /^\s*(?:а|и|но|ну а|а если|тогда|то есть|также)\s/i
const POINTS_BACK =
  /^(?:он|она|они|оно|это|этот|эта|эти|этого|этой|его|ее|ей|им|них|их|нее|нем|там|туда)$/
const ASKS =
  /^(?:что|кто|кого|кому|кем|где|куда|когда|как|как(?:ой|ая|ое|ие|ого|ому|ом|ую|им|их)|сколько|почему|зачем|чем)$/
/** «До какого числа» asks, and says nothing of its own. */
const TIME = /^(?:числ[оау]|срок[ау]?|времени|дня|час[ау]?)$/
/** «Что такое …», «кто такой …» begin a question of their own, whatever it is about. */
const DEFINES = /(?:^|\s)(?:что|кто) так(?:ое|ой|ая|ие)(?=\s)/i

/** A question of so many words of its own is a continuation only when it says so. */
const FEW_WORDS = 4

/** The question as it would be asked alone: what the one before was about, and what is new. */
export function continued(text: string, previous: { text: string }): string {
  return `${previous.text} ${text}`
}

/** Whether the question cannot be understood alone: it opens as a continuation, points back, or says too little. */
export function isElliptical(text: string): boolean {
  const all = words(text)
  const own = all.filter((word) => !STOP_WORDS.has(word) && !ASKS.test(word) && !TIME.test(word))
  if (own.length === 0) return true
  if (own.length > FEW_WORDS) return false
  if (OPENS.test(text)) return true
  if (DEFINES.test(text)) return false
  return all.some((word) => POINTS_BACK.test(word)) || !asks(all, own)
}

/** A word alone is asked about only together with a question word: «наставник?» continues, «кто наставник» does not. */
function asks(all: readonly string[], own: readonly string[]): boolean {
  return own.length > 1 || all.some((word) => ASKS.test(word))
}
