/** Tells what nobody can read from a question in words that are unknown, mistyped or in Latin letters. */
import { russianReadings } from '../layout.ts'
import { normalise } from '../normalise.ts'
import { CHATTER } from '../question-words.ts'
import type { Statistics } from '../statistics.ts'
import { STOP_WORDS, stem } from '../words.ts'
import { couldBeWord } from './letters.ts'

/**
 * Hardly any word is known or could be one. `all`: words of `text` as its letters were meant; what the text has in
 * capitals may be short for something.
 */
export function isGibberish(
  text: string,
  all: readonly string[],
  { vocabulary }: Statistics,
): boolean {
  const counted = all.filter((word) => !/^\d+$/.test(word))
  if (counted.length === 0) return all.join('').length < SHORTEST
  if (counted.every((word) => MUMBLES.test(word))) return true
  const short = new Set(text.match(/[А-ЯЁ]{2,8}/g)?.map((each) => normalise(each)))
  const sensible = counted.filter(
    (word) =>
      STOP_WORDS.has(word) ||
      CHATTER.has(word) ||
      vocabulary.has(stem(word)) ||
      reads(word) ||
      (short.has(word) && counted.length < MANY),
  )
  return sensible.length < counted.length / 2
}

/** Says little in Russian letters and something in another language's: its own letters, or words that few sentences lack. */
export function isForeignLanguage(text: string, all: readonly string[]): boolean {
  const written = text.match(/\p{L}+/gu) ?? []
  const own = written.filter((word) => OTHER_LETTERS.test(word)).length
  if (own >= Math.max(1, written.length / 4)) return true
  const latin = all.filter((word) => /^[a-z]/.test(word))
  return latin.length > all.length / 2 && latin.some((word) => EUROPEAN.has(word))
}

/** A short word says little of its letters: alone it may be an abbreviation. */
function reads(word: string): boolean {
  if (word.length <= 3) return word.length > 1
  if (LATIN_KEYS_IN_A_ROW.test(word)) return false
  return couldBeWord(word) || russianReadings(word).some(couldBeWord)
}

const SHORTEST = 3
const LATIN_KEYS_IN_A_ROW = /asdf|qwer|zxcv|hjkl/
/** A whole text in capitals is shouted, not shortened. */
const MANY = 3
/** Letters that Russian and Latin do not have: Tatar, Bashkir, Kazakh, Ukrainian, and other scripts altogether. */
const OTHER_LETTERS = /[әөүҗңһғқұіїєґўӑӗӳ]|(?=\p{L})[^\p{Script=Cyrillic}\p{Script=Latin}]/iu
const MUMBLES =
  /^(?:\p{L}|а+|о+|у+|э+|м+|хм+|да|нет|ну|ага|угу|эй|ой|ах|ох|ха+|(?:ха)+|(?:хи)+|(?:бла)+|(?:ля)+|(?:та)+|лол|ололо|тест|проверка|test)$/u

/** Words that hardly an English, German or French sentence does without. */
const EUROPEAN: ReadonlySet<string> = new Set(
  'the is are am was do does did can could will would should how what when where who why which of in on for and my your you we they it this that with from please hello help have has need want hi ich der die das ist wie wo wann und bitte je le la les est comment quand pour'.split(
    ' ',
  ),
)
