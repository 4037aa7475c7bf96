/** Cuts text into the words that matching works with, and words into stems and character n-grams. */
import { stemmer } from '@orama/stemmers/russian'
import { normalise } from './normalise.ts'
import { remembering } from './remembering.ts'

/** Words and numbers of the text in order, normalised; hyphens and dots part them. */
export function words(text: string): string[] {
  return wordsOfNormalised(normalise(text))
}

/** The same of a text that is in normal form already. */
export function wordsOfNormalised(text: string): string[] {
  return text.match(WORD) ?? []
}

/**
 * Snowball's Russian stem, as PostgreSQL's `russian` configuration makes it; Latin words and numbers stay as they are. Words
 * of regulations repeat; the bound only guards against endless nonsense.
 */
export const stem: (word: string) => string = remembering(200_000, (word) =>
  /^[а-я]/.test(word) ? stemmer(word) || word : word,
)

/** Stems of the text's words without those that carry no meaning. */
export function stemsOf(text: string): string[] {
  return stemsOfNormalised(normalise(text))
}

/** The same of a text that is in normal form already. */
export function stemsOfNormalised(text: string): string[] {
  return wordsOfNormalised(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem)
}

/** Character 4-grams with the word's beginning marked: «план» → «^пла», «план». Shorter words are one gram. */
export function grams(word: string): string[] {
  const marked = `^${word}`
  if (marked.length <= GRAM) return [marked]
  const result: string[] = []
  for (let start = 0; start + GRAM <= marked.length; start++) {
    result.push(marked.slice(start, start + GRAM))
  }
  return result
}

/** The stem as it sounds, roughly: words spelt by ear share n-grams in this form. */
export function byEar(stem: string): string {
  return stem
    .replaceAll('о', 'а')
    .replace(/[еяэы]/g, 'и')
    .replace(/[ьъ]/g, '')
    .replace(/(.)\1/g, '$1')
}

const GRAM = 4
const WORD = /[\p{L}\p{N}]+/gu

/** Words that say nothing about the subject, in documents as in questions. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще
  нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом
  себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под
  будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее сейчас были куда
  зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти нас про всего них какая
  много разве три эту моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно
  всю между это наш наша наше наши нам нами вами ваш ваша ваше ваши который которая которое которые которых которой
  которому также либо свой своя свое свои своих своего является являются т п др г гг`.split(/\s+/),
)
