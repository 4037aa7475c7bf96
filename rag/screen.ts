/** Tells a question from what is none: greetings, gibberish, abuse, commands to the bot. */

import { restoreLayout } from './analyse.ts'
import { normalise } from './normalise.ts'
import type { DeclineReason } from './outcome.ts'
import type { Statistics } from './statistics.ts'
import { similarStems } from './typos.ts'
import { STOP_WORDS, stem, words } from './words.ts'

export type Screened =
  /** What is left to answer once commands to the bot are taken out. */
  | { kind: 'question'; text: string; commanded: boolean }
  | { kind: 'greeting' }
  | { kind: 'thanks' }
  | { kind: 'declined'; reason: Exclude<DeclineReason, 'off-topic'> }

export function screen(text: string, statistics: Statistics): Screened {
  const all = words(text)
  if (all.length === 0) return { kind: 'declined', reason: 'empty' }
  if (all.every((word) => GREETING.test(word))) {
    return { kind: all.some((word) => THANKS.test(word)) ? 'thanks' : 'greeting' }
  }
  const { question, commanded } = withoutCommands(text)
  const left = words(question)
  if (commanded && left.filter((word) => !STOP_WORDS.has(word)).length < 2) {
    return { kind: 'declined', reason: 'command' }
  }
  if (isAbuse(left)) return { kind: 'declined', reason: 'abuse' }
  if (isGibberish(words(restoreLayout(question, statistics)), statistics)) {
    return { kind: 'declined', reason: 'gibberish' }
  }
  return { kind: 'question', text: question, commanded }
}

/** Whether the question is about something that no regulation of education settles. */
export function isOffTopic(text: string): boolean {
  return OFF_TOPIC.test(normalise(text))
}

const GREETING =
  /^(?:здравствуй(?:те)?|здрасте|здрасьте|привет(?:ик|ствую|ствуем)?|добрый|доброе|доброго|день|дня|утро|утра|вечер|вечера|хай|салют|спасибо|спс|благодарю|большое|огромное|пасиб|пасибо|пожалуйста|вам|тебе|всем|за|помощь|ответ|понятно|ясно|ок|окей|хорошо|отлично|супер|до|свидания|пока|коллеги|бот|очень|помогли|понял|поняла|будьте)$/
const THANKS =
  /^(?:спасибо|спс|благодарю|пасиб|пасибо|понятно|ясно|ок|окей|хорошо|отлично|супер|свидания|пока|помогли|понял|поняла)$/

/**
 * Orders to the bot itself: to forget its rules, play somebody, show its insides or other people's data, act on its
 * own, or answer in a forced way. Questions about who has to send what are none of these: only imperatives are.
 */
const COMMANDS: readonly RegExp[] = [
  /(?:забудь|игнорируй|не обращай внимани|отмени|отключи|сбрось|нарушь|обойди)(?:те)?.{0,60}(?:инструкци|правил|указани|ограничени|предыдущ|настройк|фильтр|документ|все что|источник)/,
  /(?:ты теперь|теперь ты|отныне ты|представь,? что ты|притворись|веди себя как|сыграй роль|в роли|ты (?:больше )?не бот)/,
  /(?:ignore|disregard|forget).{0,40}(?:instruction|previous|rules|above)|you are now|act as|system prompt|developer mode|jailbreak|\bdan\b/,
  /систем(?:ный|ного|ному|ную) (?:промпт|запрос|подсказк|инструкц|сообщени)|(?:свой|твой|твои|свои) (?:промпт|инструкци|настройк|код)|промпт/,
  /(?:^|[\s"([])(?:system|admin|assistant|developer|систем[аы]|админ)\s*[:\]>]|режим (?:администратор|разработчик|бога|отладк)|проверк[аиу] источников/,
  /(?:список|содержимое|перечень) файлов|(?:токен|пароль|ключ)(?:ы|и|а)? (?:бот|доступ|api|от |администратор)|переменн(?:ые|ых) окружения|drop table|select \*|delete from|rm -rf|<script/,
  /(?:^|[\s,])(?:разошли|разослать всем подписчикам|отправь|перешли|напиши|сообщи|объяви)(?:те)? (?:всем|каждому|подписчик|от имени|в чат|сообщение)/,
  /(?:^|[\s,])(?:удали|сотри|очисти|измени|поменяй|перенеси|назначь меня|сделай меня|дай мне права|закрой|одобри|подтверди)(?:те)? (?:баз|все|срок|приказ|документ|админ|тьютор|прав|тикет|заявк|вопрос|запис)/,
  /(?:ответ|сообщение)?\s*(?:начни|начинай|закончи|заверши)(?:те)? (?:ответ |сообщение )?(?:со? |словами|с |фраз|анекдот)|ответь (?:только )?(?:словами|фразой|одним словом|"да"|да$)|отвечай (?:только|на любые|без)/,
  /(?:ссылк|цитат|источник|пункт)[а-я]* (?:на [а-я]+ )?не (?:ставь|указывай|приводи|давай|нужн)|без (?:ссылок|цитат|документов|источников)|не (?:ссылайся|цитируй|проверяй)/,
  /кто (?:тебе|вам|еще|ещё) (?:еще |ещё )?(?:писал|спрашивал|задавал)|(?:вопросы|телефоны|контакты|переписк[ау]|сообщения|имена|данные) (?:других|остальных|всех|коллег|пользовател|учител)|(?:их|его|ее|чужие) (?:вопросы|телефон|переписк|сообщени)/,
]

/** Sentences and clauses that are commands are dropped; the rest stands as it was written. */
function withoutCommands(text: string): { question: string; commanded: boolean } {
  const parts = text.split(
    /(?<=[.!?…\n])\s+|(?<=[,;:])\s+(?=(?:но|а|и|только|при этом)\s)|\s+(?=и (?:сразу|потом|заодно|ещё|еще|ссылки|не)\s)/i,
  )
  const kept = parts.filter((part) => !COMMANDS.some((command) => command.test(normalise(part))))
  if (kept.length === parts.length) return { question: text, commanded: false }
  const question = kept
    .join(' ')
    .replace(/^(?:ответь|скажи|а теперь|и)[,:]?\s+/i, '')
    .trim()
  return { question, commanded: true }
}

const ABUSE =
  /^(?:ху[йеяию]|пизд|ебан|ебат|ебал|ебл|уеб|заеб|бля(?:д|т|$)|мудак|мудил|гандон|гондон|пидор|пидар|сук[аи]$|долбо|дебил|идиот|кретин|тупиц|тупой$|тупая$|тварь|урод$|сволоч|придур|дура$|дурак)/

/** Rude words and little else: a question that was sworn at is still a question. */
function isAbuse(all: readonly string[]): boolean {
  const rude = all.filter((word) => ABUSE.test(word)).length
  const rest = all.filter((word) => !ABUSE.test(word) && !STOP_WORDS.has(word)).length
  return rude > 0 && rest < 3
}

/** Hardly any word is known, like a known one, or at least could be one. */
function isGibberish(all: readonly string[], statistics: Statistics): boolean {
  const counted = all.filter((word) => !/^\d+$/.test(word))
  if (counted.length === 0) return all.join('').length < 3
  const sensible = counted.filter(
    (word) =>
      STOP_WORDS.has(word) ||
      statistics.vocabulary.has(stem(word)) ||
      (isPronounceable(word) && (word.length > 3 || counted.length > 2)) ||
      similarStems(stem(word), statistics).length > 0,
  )
  return sensible.length < counted.length * 0.5
}

function isPronounceable(word: string): boolean {
  if (/^[a-z]+$/.test(word)) return /[aeiouy]/.test(word) && !/[^aeiouy]{5}/.test(word)
  const vowels = word.match(/[аеиоуыэюя]/g)?.length ?? 0
  return (
    vowels > 0 &&
    vowels / word.length > 0.2 &&
    !/[^аеиоуыэюяьъ]{5}|[аеиоуыэюя]{4}|(.)\1\1|^[ыьъ]|фыв|ывап|ролд|олдж|йцук|цуке|ячсм|смит|итьб/.test(
      word,
    )
  )
}

const OFF_TOPIC = new RegExp(
  `(?<![а-я])(?:${[
    'погод[аеуы]',
    'прогноз погоды',
    'рецепт',
    'испечь',
    'сварить',
    'приготовить (?:борщ|суп|ужин|обед|торт)',
    'шарлотк',
    'борщ',
    'сериал',
    'фильм(?:а|ы|ов)? (?:посоветуй|на вечер|на выходные)',
    'кино на',
    'анекдот',
    'шутк[ауи]',
    'гороскоп',
    'курс (?:доллара|евро|валют|рубля)',
    'биткоин',
    'криптовалют',
    'футбол',
    'хоккей',
    'матч',
    'кто выиграл',
    'песн[яюи]',
    'стих(?:и|ах|отворение)? ?(?:про|о|на|для|завуч|директор)?',
    'поздравлени',
    'тост на',
    'сценари[йя] (?:юбиле|вечерин|свадьб|корпоратив)',
    'реши(?:те)? ',
    'уравнени',
    'интеграл',
    'посчитай',
    'вычисли',
    'столица ',
    'сколько будет',
    'переведи',
    'напиши (?:сочинение|эссе|код|программу|стих|песню|сказку|реферат)',
    'похуде',
    'диет[аеу]',
    'знакомств',
    'любов',
    'отпуск на море',
    'путевк[аиу] (?:в турц|на море)',
    'турци',
    'отель',
    'авиабилет',
    'билет[ыа] (?:на поезд|на самолет|в кино)',
    'какой (?:телефон|ноутбук) купить',
    'что подарить',
    'подарок',
    'как вылечить',
    'от кашля',
    'голова болит',
    'таблетк',
    'ремонт (?:машин|квартир)',
    'кредит',
    'ставк[аи] по вклад',
    'политик[ауе]',
    'выборы',
    'президент',
    'расскажи сказку',
    'поиграем',
    'игр[ауы] на телефон',
    'музык[ау] послушать',
    'сколько тебе лет',
    'ты кто',
    'как тебя зовут',
    'ты человек',
  ].join('|')})`,
  'i',
)
