/** Tells whether a passage holds what a kind of question asks for: a date, a name, a number of the thing asked. */
import { type Cell, columnHolds } from './columns.ts'
import type { Kind } from './kind.ts'
import { normalise } from './normalise.ts'
import { stem, words } from './words.ts'

/** From 0 to 1; of a row, the column that is called so tells. */
export function holdsKind(
  kind: Kind,
  question: string,
  text: string,
  cells: readonly Cell[] | null = null,
  said: ReadonlySet<string> = NOTHING,
): number {
  const column = cells ? columnHolds(kind, cells) : null
  if (column !== null) return column ? 1 : 0
  if (kind === 'who') return PERSON.test(text) ? 1 : HELD.who.test(text) ? 0.6 : 0
  if (kind === 'how-many') return holdsQuantity(question, text, said)
  if (kind === 'purpose')
    return OPENS_WITH_PURPOSE.test(text) ? 1 : HELD.purpose.test(text) ? 0.4 : 0
  if (kind === 'list') return holdsList(question, text)
  return HELD[kind].test(text) ? 1 : 0
}

const NOTHING: ReadonlySet<string> = new Set()

/**
 * «Сколько часов» wants a number beside «часов», or beside another word of the question; «сколько стоит» wants money,
 * «сколько длится» a time. Dates and numbers of documents count nothing.
 */
function holdsQuantity(question: string, text: string, said: ReadonlySet<string>): number {
  const asked = normalise(question)
  const [, next = ''] =
    asked.match(/(?:сколько|количество|численность|процент|доля|скока)\s+([а-я]+)/) ?? []
  if (/^(?:стои|плат|руб|денег|доплат|получа)/.test(next)) return /руб|процент|%/.test(text) ? 1 : 0
  if (/^(?:дли|времен|продолж|жда)/.test(next)) return TIME_SPAN.test(text) ? 1 : 0
  const found = words(text.replace(NO_QUANTITY, ' '))
  const numbers = found.flatMap((word, index) => (NUMBER.test(word) ? [index] : []))
  if (numbers.length === 0) return 0
  const counted = numbers.map((index) => found.slice(index + 1, index + 4).map(unitOf))
  const unit = unitOf(next)
  const isPeople = PEOPLE.test(next)
  if (
    counted.some(
      (near) => near.includes(unit) || (isPeople && near.some((each) => PEOPLE.test(each))),
    )
  )
    return 1
  if (counted.some((near) => near.some((each) => said.has(each)))) return 0.9
  if (/процент|доля/.test(asked)) return /процент|%|дол[яию]/i.test(text) ? 0.9 : 0.2
  return next === '' ? 0.6 : 0.3
}

/** Whoever is counted, documents say it more exactly than people do. */
const PEOPLE =
  /^(?:человек|люд|народ|педагог|учител|воспитател|работник|участник|слушател|специалист|заместител|директор|руководител|наставник|тьютор|методист|мест)/

/** Dates, hours, ordinals, numbers of documents, and the own number of a clause or a row. */
const NO_QUANTITY = new RegExp(
  String.raw`\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|№ ?\d+(?:[-–]\S+)?(?:,? (?:и )?\d+)*|^\s*(?:\d+(?:\.\d+)*[.)]?\s|\d+(?:\.\d+)*[.)])|20\d\d|` +
    String.raw`\d{1,2}[.:]\d{2}(?!\d)|\d+-?(?:я|й|го|ый|ой|му|х)(?![а-яё])|\d{1,2} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)`,
  'gm',
)

/** «Дней», «дня» and «день» have three stems and count the same thing, «лет» and «год» too. */
function unitOf(word: string): string {
  if (/^(?:день|дн(?:я|ю|ем|и|ей|ям|ях))$/.test(word)) return 'день'
  return /^(?:год(?:а|у|ов|ы)?|лет)$/.test(word) ? 'год' : stem(word)
}

/** «Какие задачи» wants a list that opens with «задачи»; any other list is a poor substitute. */
function holdsList(question: string, text: string): number {
  const isList = text.trimEnd().endsWith(':') || HELD.list.test(text)
  const [, after = ''] =
    normalise(question).match(
      /(?:каки[ехм]|какими|перечислит?е?|назовите|список|перечень|все|состав)\s+((?:[а-я]+\s*){1,2})/,
    ) ?? []
  const named = words(after).map(stem)
  const opening = new Set(words(text).slice(0, 7).map(stem))
  const opens = /[:;]\s*$/.test(text) || text.includes('\n')
  if (named.some((each) => opening.has(each))) return opens ? 1 : isList ? 0.7 : 0.6
  return isList ? 0.4 : 0.1
}

const OPENS_WITH_PURPOSE = /^[\d.\s–-]*цел(?:ь|ью|и|ями)(?![а-яё])/i
const NUMBER =
  /\d|^(?:од(?:ин|н)|дв(?:а|е|ух|о)|тр(?:и|е|ех)|четыр|пят|шест|сем|восем|девят|десят|сто|двенадцат|пятнадцат|двадцат)[а-я]*$/
const TIME_SPAN = /(?:год|месяц|недел|дн|день|час|сутк|полугоди|срок)/i
/** A name as documents write it: in full, or with initials on either side. */
export const PERSON =
  /[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ич|ична)|[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+/

const MONTH =
  '(?<![а-яё])(?:январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)'
const HELD: Record<Kind, RegExp> = {
  when: new RegExp(
    `\\d{1,2}\\.\\d{1,2}\\.(?:19|20)?\\d{2}|${MONTH}[а-я]* (?:–|-|—|20)|\\d{1,2} ${MONTH}|20\\d\\d ?(?:[-–—/] ?20\\d\\d)? ?(?:г|уч|год)|` +
      `\\d{1,2}[.:]\\d{2}|(?:\\d|[а-я]{2}) (?:рабочих |календарных |учебных )?(?:дн(?:ей|я)|месяц|недел|лет(?![а-я])|год(?:а|ов)(?![а-я]))|ежегодно|ежемесячно|ежеквартально|еженедельно|в течение|не позднее|не реже|постоянно|по мере|раз в|${MONTH}`,
    'i',
  ),
  'how-often':
    /ежегодно|ежемесячно|ежеквартально|еженедельно|ежедневно|постоянно|раз(?:а)? в |не реже|раз в|в течение (?:года|всего)|по мере|в (?:неделю|месяц|квартал|четверть|полугодие|год)(?![а-яё])/i,
  who: /[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вн)|[А-ЯЁ][а-яё]+(?:у|а|ой|ым|ом|е)? [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+|департамент|управлени[ею]|комитет|отдел|МКУ|МБОУ|МОУ|МАОУ|МДОУ|МБДОУ|МАДОУ|МБУ|МАУ|ГБОУ|ГАУ|АУ |центр|руководител|директор|заместител|начальник|заведующ|методист|специалист|комисси|совет|секретар|председател|координатор|администраци|исполнител/i,
  meaning: /^.{3,140}? [-–—] \p{L}|\(далее|\([А-ЯЁ]{2,}|[А-ЯЁ]{2,}\)|это |понимается|является/u,
  'how-many': /\d/,
  'which-document':
    /(?:приказ|распоряжени|постановлени|решени|закон|письм|указ|протокол|положени)[а-я]*[\s\S]{0,200}(?:№|от \d)/i,
  where:
    /сайт|адрес|https?:|[a-z\d]@[a-z]|почт|на базе|место|кабинет|ул\.|ул |зал|МОУ|МБОУ|МАОУ|МКУ|МБДОУ|МДОУ|школ|центр|площадк|портал|платформ|управлени/i,
  link: /https?:|www\.|\.ru|\.рф|сайт/i,
  list: /[;:\n]|,.*,/,
  may: /можно|может|могут|вправе|имеет право|допускается|разреш|запрещ|не требуется|добровольн|обязан|должен|должны|необходимо|соглас/i,
  purpose: /цел[ьюи]|для |в целях|с целью|направлен|чтобы|обеспечени|задач/i,
}
