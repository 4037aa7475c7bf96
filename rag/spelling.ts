/** Puts right what a question spells by ear, where it sounds like a word that people ask with: «зочем», «тилефон», «скока». */
import { normalise } from './normalise.ts'
import { CHATTER, SUPPORTING } from './question-words.ts'
import type { Statistics } from './statistics.ts'
import type { Thesaurus } from './thesaurus.ts'
import { similarStems } from './typos.ts'
import { STOP_WORDS, stem } from './words.ts'

/** The question with such words as they are written; words that the index knows stay. */
export function restoreSpelling(
  text: string,
  statistics: Statistics,
  thesaurus: Thesaurus,
): string {
  const inflected = text.replace(SPOKEN_ENDING, 'какого')
  return inflected.replace(/[а-яё]+/gi, (written) => {
    const word = normalise(written)
    const spoken = SPOKEN[word]
    if (spoken !== undefined) return spoken
    if (word.length < 4 || isKnown(word) || statistics.vocabulary.has(stem(word))) return written
    if (thesaurus.find([stem(word)], 0, [word]).length > 0) return written
    const [near] = similarStems(stem(word), statistics)
    if (near !== undefined && near.likeness >= SURELY) return written
    return bySound.get(soundOf(word)) ?? withSpelledEnding(word, statistics) ?? written
  })
}

/** A word of the index this near is meant, whatever else it sounds like. */
const SURELY = 0.85

/** How people write what they say, where the sound alone does not tell. */
const SPOKEN: Readonly<Record<string, string>> = {
  ...{ скока: 'сколько', скоко: 'сколько', скольк: 'сколько', сколка: 'сколько' },
  ...{ чо: 'что', че: 'что', шо: 'что', што: 'что', щас: 'сейчас', чево: 'чего', каво: 'кого' },
  ...{ када: 'когда', тада: 'тогда', хто: 'кто', эт: 'это', чтоль: 'что', ваще: 'вообще' },
  ...{ должон: 'должен', почем: 'сколько стоит', надоть: 'надо', нету: 'нет', пра: 'про' },
}

/** «Какова числа»: a word of its own, which the next one tells from this. */
const SPOKEN_ENDING = /(?<![а-яё])какова(?= (?:числа|дня|месяца|года|срока)(?![а-яё]))/gi

/** Words that turn a question, beside those that only stand around it. */
const ASKED_WITH =
  `телефон адрес почта почту почте кабинет ссылка ссылку бланк шаблон образец форма стоимость зарплата оклад доплата доплату
  премия размер сумма процент фамилия фамилии имена перечень список состав ответственный ответственного обязательно обязательная
  обязательный обязан обязаны обязана добровольно можно нельзя зачем почему отказаться запретить разрешено периодичность
  количество численность расшифровка расшифруйте определение название названия называется начало начинается письмо отвечает отвечаю
  отвечают руководит подписал утвердил срок сроки дата даты дату период сентябрь сентября сентябре октябрь октября октябре
  ноябрь ноября ноябре декабрь декабря декабре январь января январе февраль февраля феврале апрель апреля апреле август
  августа первый второй третий четвертый неделя неделю месяц месяцы месяцев часто длится полугодие перенесли перенос отменили цель задачи номер документ приказ положение`.split(
    /\s+/,
  )

const EVERYDAY: ReadonlySet<string> = new Set([...CHATTER, ...STOP_WORDS, ...ASKED_WITH])

const isKnown = (word: string) => EVERYDAY.has(word) || SUPPORTING.has(stem(word))

const UNVOICED: Readonly<Record<string, string>> = {
  ...{ б: 'п', в: 'ф', г: 'к', д: 'т', ж: 'ш', з: 'с' },
}

const bySound = new Map(
  [...EVERYDAY]
    .filter((word) => word.length >= (ASKED_WITH.includes(word) ? 4 : 6))
    .map((word) => [soundOf(word), word]),
)

/** One spelling for all that sound alike: vowels without stress, voiced and unvoiced consonants, «тся» and «ца». */
function soundOf(word: string): string {
  return word
    .replace(/([ое])г([оа])$/, '$1в$2')
    .replace(/ть?ся$|цца$|тца$/, 'ца')
    .replace(/[сзж]ч/g, 'щ')
    .replace(/(?<=[чщ])я/g, 'а')
    .replace(/[ьъ]/g, '')
    .replace(/о/g, 'а')
    .replace(/[еяэий]|(?<=[жшц])ы/g, 'и')
    .replace(/ю/g, 'у')
    .replace(/[бвгджз](?=[кпстфхцчшщ]|$)/g, (voiced) => UNVOICED[voiced] ?? voiced)
    .replace(/(.)\1+/g, '$1')
}

/** «маладова» is nearer to a word of the index once its ending is spelt: «маладого». */
function withSpelledEnding(word: string, statistics: Statistics): string | null {
  const spelled = word.replace(/([ое])в[оа]$/, '$1го')
  if (spelled === word || similarStems(stem(word), statistics).length > 0) return null
  const known = statistics.vocabulary.has(stem(spelled))
  return known || similarStems(stem(spelled), statistics).length > 0 ? spelled : null
}
