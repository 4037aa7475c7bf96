/** Tells what a question asks for: that decides what a passage must hold to answer it. */
import { normalise } from './normalise.ts'
import { stem, words } from './words.ts'

export type Kind =
  | 'when'
  | 'how-often'
  | 'who'
  | 'meaning'
  | 'how-many'
  | 'which-document'
  | 'where'
  | 'link'
  | 'list'
  | 'purpose'

/** Everything the question asks for; empty where it asks for none of these («что поручили школам?»). */
export function kindsOf(question: string): Set<Kind> {
  const text = normalise(question)
  const kinds = new Set<Kind>()
  for (const [kind, pattern] of ASKED) if (pattern.test(text)) kinds.add(kind)
  if (isNameAlone(question)) kinds.add('meaning')
  return kinds
}

/** How much of what this kind of question asks for a passage holds, 0 to 1: a date, a name, a number of the thing asked. */
export function holdsKind(kind: Kind, question: string, text: string): number {
  if (kind === 'who') return PERSON.test(text) ? 1 : HELD.who.test(text) ? 0.6 : 0
  if (kind === 'how-many') return holdsQuantity(question, text)
  if (kind === 'purpose')
    return OPENS_WITH_PURPOSE.test(text) ? 1 : HELD.purpose.test(text) ? 0.4 : 0
  if (kind === 'list') return holdsList(question, text)
  return HELD[kind].test(text) ? 1 : 0
}

/** «Сколько часов» wants a number beside «часов»; «сколько стоит» wants money, «сколько длится» a time. */
function holdsQuantity(question: string, text: string): number {
  if (!NUMBER.test(text)) return 0
  const [, next = ''] =
    normalise(question).match(/(?:сколько|количество|численность|процент|доля|скока)\s+([а-я]+)/) ??
    []
  if (/^(?:стои|плат|руб|денег|доплат|получа)/.test(next)) return /руб|процент|%/.test(text) ? 1 : 0
  if (/^(?:дли|времен|продолж)/.test(next)) return TIME_SPAN.test(text) ? 1 : 0
  const unit = stem(next)
  const found = words(text).map(stem)
  const beside = found.some(
    (each, index) =>
      each === unit &&
      found.slice(Math.max(0, index - 3), index + 2).some((near) => NUMBER.test(near)),
  )
  return beside ? 1 : next === '' || /процент|доля/.test(question) ? 0.7 : 0.25
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
  if (named.some((each) => opening.has(each))) return isList ? 1 : 0.6
  return isList ? 0.4 : 0.1
}

const OPENS_WITH_PURPOSE = /^[\d.\s–-]*цел(?:ь|ью|и|ями)(?![а-яё])/i
const NUMBER =
  /\d|^(?:од(?:ин|н)|дв(?:а|е|ух|о)|тр(?:и|е|ех)|четыр|пят|шест|сем|восем|девят|десят|сто|двенадцат|пятнадцат|двадцат)[а-я]*$/
const TIME_SPAN = /(?:год|месяц|недел|дн|день|час|сутк|полугоди|срок)/i
const PERSON = /[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+/

/** JavaScript's \b knows no Cyrillic: a word begins where no letter stands before. */
const at = (pattern: string) => new RegExp(`(?<![а-яa-z0-9])(?:${pattern})`, 'i')

const ASKED: readonly (readonly [Kind, RegExp])[] = [
  [
    'when',
    at(
      `когда|кагда|када(?![а-я])|сроки?(?![а-я])|срок[ау](?![а-я])|дедлайн|дат[ауе](?![а-я])|во сколько|до скольки|какого числа|` +
        `(?:до|к|с|по) какого|к как(?:ому|им) (?:числ|срок|дн|дат|месяц|год)|в как(?:ом|ие|их|ой) (?:год|месяц|учебн|дн|период|день)|` +
        `(?:за|на|в) каки[ех] (?:год|месяц|период)|(?:на|в) какой (?:год|месяц|срок|период|день)|какой срок|успе(?:ть|ем)|` +
        `до какого|с какого|как скоро|период(?![а-я])|через сколько|за сколько|сколько (?:длит|времени|по времени)|скока длит|` +
        `(?:по|в) как(?:им|ие) (?:дн|числ|месяц)|на (?:сколько|какое время)`,
    ),
  ],
  [
    'how-often',
    at(
      `как часто|сколько раз|с какой периодичност|периодичност|как регулярно|раз в[о]? (?:год|месяц|квартал|четверть|полугод|сколько|какой)`,
    ),
  ],
  [
    'who',
    at(
      `(?:кто|хто)(?![а-я])(?! так)|кому(?![а-я])|кого(?![а-я])(?! (?:считают|называют|относят))|кем(?![а-я])|чей|чья|чьи|чье|фамили|ответственн|с кого|на ком|за кем|на чьих|` +
        `какая организация|какой орган|фио(?![а-я])|руководител[яь] котор`,
    ),
  ],
  [
    'meaning',
    at(
      `что такое|што такое|че такое|шо такое|что (?:за|значит|означает|это|подразумева|понимает)|расшифр|как понимать|определени|` +
        `что есть |кто так(?:ой|ая|ие|ов)|ко(?:го|му) (?:считают|называют|относят)|что (?:понима|называ|счита)|это что(?![а-я])|означает|понимается под|имеется в виду|по-простому|дайте понятие|чем отлича`,
    ),
  ],
  [
    'how-many',
    at(
      `с[кк]о(?:лько|ка)(?! раз| длит| врем)|какое количество|количество|численност|какая доля|какой процент|сколькими`,
    ),
  ],
  [
    'which-document',
    at(
      `(?:как(?:им|ой|ого|ому|ое|ом) )(?:приказ|документ|распоряжен|постановлен|закон|положени|решени|акт|письм)|номер и дат|реквизит|` +
        `на основании чего|на каком основании|номер приказ|чей приказ|где (?:это |об этом )?(?:написан|сказан|прописан)`,
    ),
  ],
  [
    'where',
    at(
      `где(?![а-я-])|куда(?![а-я])|по какому адресу|на каком сайте|на какой (?:платформ|площадк|баз)|в каком (?:кабинет|мест|зал)`,
    ),
  ],
  ['link', at(`ссылк|сылк|сайт|адрес сайта|url|урл`)],
  [
    'list',
    at(
      `перечисл|список|списк|перечень|какие(?![а-я])|каки[хм](?![а-я])|какими|кто входит|из чего состо|из кого состо|состав(?![а-я])|` +
        `что входит|выпиш|назовите|все (?:мероприяти|пункт|срок)|по каким|в каких|виды|формы`,
    ),
  ],
  ['purpose', at(`зачем|для чего|ради чего|с какой целью|цел[ьи](?![а-я])|в чем смысл`)],
]

const MONTH = '(?:январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)'
const HELD: Record<Kind, RegExp> = {
  when: new RegExp(
    `\\d{1,2}\\.\\d{1,2}\\.(?:19|20)?\\d{2}|${MONTH}[а-я]* (?:–|-|—|20)|\\d{1,2} ${MONTH}|20\\d\\d ?(?:[-–—/] ?20\\d\\d)? ?(?:г|уч|год)|` +
      `\\d{1,2}[.:]\\d{2}|ежегодно|ежемесячно|ежеквартально|еженедельно|в течение|не позднее|не реже|постоянно|по мере|раз в|${MONTH}`,
    'i',
  ),
  'how-often':
    /ежегодно|ежемесячно|ежеквартально|еженедельно|ежедневно|постоянно|раз(?:а)? в |не реже|раз в|в течение (?:года|всего)|по мере/i,
  who: /[А-ЯЁ][а-яё]+(?:у|а|ой|ым|ом|е)? [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+|департамент|управлени[ею]|комитет|отдел|МКУ|МБОУ|МОУ|МАОУ|МДОУ|МБДОУ|МАДОУ|МБУ|МАУ|ГБОУ|ГАУ|АУ |центр|руководител|директор|заместител|начальник|заведующ|методист|специалист|комисси|совет|секретар|председател|координатор|администраци|исполнител/i,
  meaning: /^.{3,140}? [-–—] \p{L}|\(далее|\([А-ЯЁ]{2,}|[А-ЯЁ]{2,}\)|это |понимается|является/u,
  'how-many': /\d/,
  'which-document':
    /(?:приказ|распоряжени|постановлени|решени|закон|письм|указ|протокол|положени)[а-я]*.{0,200}(?:№|от \d)/i,
  where:
    /сайт|адрес|https?:|на базе|место|кабинет|ул\.|ул |зал|МОУ|МБОУ|МАОУ|МКУ|МБДОУ|МДОУ|школ|центр|площадк|портал|платформ|управлени/i,
  link: /https?:|www\.|\.ru|\.рф|сайт/i,
  list: /[;:\n]|,.*,/,
  purpose: /цел[ьюи]|для |в целях|с целью|направлен|чтобы|обеспечени|задач/i,
}

/** Two words at most, one of them an abbreviation in capitals or unpronounceable: what does it mean? */
function isNameAlone(question: string): boolean {
  const found = question.match(/[\p{L}\d]+/gu) ?? []
  return found.length > 0 && found.length <= 2 && found.every((word) => /^[А-ЯЁ]{2,}$/.test(word))
}
